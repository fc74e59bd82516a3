package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.Format;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.Summary;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.registry.Registry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricAssertTest {
    private static final String JOBS = """
            # HELP jobs_total Jobs done.
            # TYPE jobs_total counter
            jobs_total{queue="mail"} 3
            jobs_total{queue="web"} 1
            """;

    private final Registry registry = Registry.create();
    private final CounterVec jobs = CounterVec.builder("jobs_total", "Jobs done.", "queue").register(registry);

    @BeforeEach
    void work() {
        jobs.withLabelValues("mail").add(3);
        jobs.withLabelValues("web").inc();
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        JOBS,
        "# a comment\njobs_total {\tqueue = \"web\", } 1.0\n# TYPE jobs_total  COUNTER\n",
    })
    void aTextInAnyOrderAndWithAnyBlanksIsTheSame(String text) {
        String help = "# HELP jobs_total Jobs done.\n";
        String reordered = text.startsWith("# a") ? """
                # a comment
                #  TYPE  jobs_total  counter
                # HELP jobs_total Jobs done.

                jobs_total {\tqueue = "web", } 1.0
                jobs_total{queue="mail"}   3e0
                """ : text;
        assertThatMetrics(jobs).isEqualTo(reordered);
    }

    @Test
    void metricsWithUtf8NamesAndTimestampsAreCompared() {
        Desc desc = Desc.gauge("room.temperature", "In °C.", "the room");
        Registry rooms = Registry.create();
        rooms.register(new Constant(desc, ConstMetric.of(desc, 21.5, "hall").withTimestamp(java.time.Instant.ofEpochMilli(1700))));

        assertThatMetrics(rooms).isEqualTo("""
                # HELP "room.temperature" In °C.
                # TYPE "room.temperature" gauge
                {"room.temperature","the room"="hall"} 21.5 1700
                """);
    }
}
