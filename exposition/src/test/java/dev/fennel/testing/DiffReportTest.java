package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.registry.Registry;
import org.junit.jupiter.api.Test;

class DiffReportTest {
    private final Registry expected = Registry.create();
    private final Registry actual = Registry.create();

    private void assertReport(String report) {
        assertThatThrownBy(() -> assertThatMetrics(actual).isEqualTo(GatheredMetrics.from(expected)))
                .isInstanceOf(AssertionError.class)
                .hasMessage(report);
    }

    private static CounterVec jobs(Registry registry, String help) {
        return CounterVec.builder("jobs_total", help, "queue", "zone").register(registry);
    }

    @Test
    void everyDifferenceIsShownInItsFamily() {
        CounterVec wanted = jobs(expected, "Jobs done.");
        wanted.withLabelValues("mail", "eu").add(3);
        wanted.withLabelValues("printer", "eu").add(100);
        wanted.withLabelValues("web", "eu").inc();
        wanted.withLabelValues("web", "asia").inc();
        CounterVec found = jobs(actual, "Jobs finished.");
        found.withLabelValues("mail", "eu").add(4);
        found.withLabelValues("printer", "eu").add(101);
        found.withLabelValues("web", "us").inc();
        found.withLabelValues("web", "asia").inc();
        Histogram.builder("latency_seconds", "Latency.").buckets(.1, 1).register(expected);
        Histogram.builder("latency_seconds", "Latency.").buckets(.1, 2).register(actual).observe(1);
        GaugeVec.builder("queue_depth", "Waiting.", "a").register(expected).withLabelValues("b").set(2);
        GaugeVec.builder("app_queue_depth", "Waiting.", "a").register(actual).withLabelValues("b").set(2);

        assertReport("""
                metrics are not as expected: 1 family missing, 1 family unexpected, 2 families different (- expected, + actual)

                app_queue_depth: unexpected
                  + app_queue_depth{a="b"} 2

                jobs_total: 3 differences, 1 series missing, 1 series unexpected, 1 series as expected
                  help                                   - "Jobs done."  + "Jobs finished."
                  jobs_total{queue="mail",zone="eu"}     - 3             + 4
                  jobs_total{queue="printer",zone="eu"}  - 100           + 101
                  - jobs_total{queue="web",zone="eu"} 1
                      found with zone="us"
                  + jobs_total{queue="web",zone="us"} 1

                latency_seconds: 5 differences
                  latency_seconds_bucket{le="1"}     - 0     + none
                  latency_seconds_bucket{le="+Inf"}  - 0     + 1
                  latency_seconds_sum                - 0     + 1
                  latency_seconds_count              - 0     + 1
                  latency_seconds_bucket{le="2"}     - none  + 1

                queue_depth: missing, found with a similar name: app_queue_depth
                  - queue_depth{a="b"} 2""");
    }
}
