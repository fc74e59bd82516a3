package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The samples in the Javadoc of the test kit. */
class TestKitSamplesTest {
    private final Registry registry = Registry.create();
    private final CounterVec jobs =
            CounterVec.builder("jobs_total", "Jobs done.", "queue", "zone").register(registry);
    private final Gauge depth = Gauge.builder("queue_depth", "Jobs waiting.").register(registry);
    private final Histogram latency =
            Histogram.builder("latency_seconds", "Latency.").buckets(1).register(registry);

    @Test
    void aTourOfTheAssertions() {
        jobs.withLabelValues("mail", "eu").add(3);
        latency.observe(0.5);

        assertThatMetrics(depth).hasValue(0);
        assertThatMetrics(jobs).withLabels("queue", "mail").hasValue(3);
        assertThatMetrics(latency).hasObservationCount(1).hasObservationSum(0.5);
        assertThatMetrics(registry).contains("jobs_total{queue=\"mail\",zone=\"eu\"} 3");
        assertThatMetrics(registry).named("queue_depth").isEqualTo("""
                # HELP queue_depth Jobs waiting.
                # TYPE queue_depth gauge
                queue_depth 0
                """);
        assertThatMetrics(registry).hasNoLintProblems();
    }

    @Test
    void whatDiffersIsShown() {
        jobs.withLabelValues("mail", "eu").add(4);
        jobs.withLabelValues("printer", "eu").add(101);
        jobs.withLabelValues("web", "us").inc();
        depth.set(2);

        assertThatThrownBy(() -> assertThatMetrics(registry)
                        .named("jobs_total", "queue_depths")
                        .isEqualTo("""
                        # HELP jobs_total Jobs finished.
                        # TYPE jobs_total counter
                        jobs_total{queue="mail",zone="eu"} 3
                        jobs_total{queue="printer",zone="eu"} 100
                        jobs_total{queue="web",zone="eu"} 1
                        # TYPE queue_depths gauge
                        queue_depths 2
                        """))
                .hasMessage("""
                        metrics are not as expected: 1 family missing, 1 family different (- expected, + actual)

                        jobs_total: 3 differences, 1 series missing, 1 series unexpected
                          help                                   - "Jobs finished."  + "Jobs done."
                          jobs_total{queue="mail",zone="eu"}     - 3                 + 4
                          jobs_total{queue="printer",zone="eu"}  - 100               + 101
                          - jobs_total{queue="web",zone="eu"} 1
                              found with zone="us"
                          + jobs_total{queue="web",zone="us"} 1

                        queue_depths: missing, found with a similar name: queue_depth
                          - queue_depths 2
                        """.strip());
    }

    @Test
    void valuesAreReadBeforeAndAfter() {
        double before = GatheredMetrics.from(registry).named("queue_depth").value();
        depth.inc();
        assertThat(GatheredMetrics.from(registry).named("queue_depth").value()).isEqualTo(before + 1);
    }

    @Test
    void aPageIsScraped() throws IOException {
        depth.set(7);
        try (MetricsServer server =
                MetricsServer.builder().host("127.0.0.1").registry(registry).start()) {
            assertThatMetrics(server.uri()).contains("queue_depth 7");
        }
    }
}
