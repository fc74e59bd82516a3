package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.CounterVec;
import dev.fennel.registry.Registry;
import org.junit.jupiter.api.Test;

class MetricAssertTest {
    private final Registry registry = Registry.create();
    private final CounterVec jobs = CounterVec.builder("jobs_total", "Jobs done.", "queue").register(registry);

    @Test
    void aWrongValueIsToldWithItsSeries() {
        jobs.withLabelValues("mail").inc();

        assertThatMetrics(jobs).hasValue(1);
        assertThatThrownBy(() -> assertThatMetrics(registry).hasValue(2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        expected the value 2.0, got 1.0:
                          jobs_total{queue="mail"} 1""");
    }
}
