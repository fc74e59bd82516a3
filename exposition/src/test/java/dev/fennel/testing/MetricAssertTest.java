package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricAssertTest {
    private final Registry registry = Registry.create();
    private final CounterVec jobs =
            CounterVec.builder("jobs_total", "Jobs done.", "queue").register(registry);
    private final Gauge depth = Gauge.builder("queue_depth", "Waiting.").register(registry);
    private final Histogram latency =
            Histogram.builder("latency_seconds", "Latency.").buckets(1).register(registry);

    private void assertFails(Consumer<MetricAssert> assertion, String message) {
        assertThatThrownBy(() -> assertion.accept(assertThatMetrics(registry)))
                .isInstanceOf(AssertionError.class)
                .hasMessage(message);
    }

    @Test
    void theValueOfTheOnlySeriesIsExpected() {
        jobs.withLabelValues("mail").add(3);
        jobs.withLabelValues("web").add(4);

        assertThatMetrics(depth).hasValue(0).hasValue(-0.0);
        assertThatMetrics(jobs).withLabels("queue", "mail").hasValue(3);
        assertFails(
                metrics ->
                        metrics.named("jobs_total").withLabels("queue", "web").hasValue(5),
                """
                expected the value 5.0, got 4.0:
                  jobs_total{queue="web"} 4""");
        assertFails(metrics -> metrics.named("jobs_total").hasValue(3), """
                expected 1 series of jobs_total, got 2:
                  jobs_total{queue="mail"} 3
                  jobs_total{queue="web"} 4""");
    }

    @Test
    void seriesWithOtherLabelsAreShown() {
        jobs.withLabelValues("mail").add(3);
        jobs.withLabelValues("web").add(4);

        assertFails(
                metrics ->
                        metrics.named("jobs_total").withLabels("queue", "sms").hasValue(5),
                """
                expected 1 series of jobs_total with {queue="sms"}, got none, but there are:
                  jobs_total{queue="mail"} 3
                  jobs_total{queue="web"} 4""");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1.5, 1e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY})
    void everyDoubleEqualsItselfAndNoOther(double value) {
        depth.set(value);

        assertThatMetrics(depth).hasValue(value);
        assertThatThrownBy(() -> assertThatMetrics(depth).hasValue(17)).hasMessageContaining("got " + value);
    }

    @Test
    void countAndSumOfObservationsAreExpected() {
        latency.observe(0.5);
        latency.observe(2);

        assertThatMetrics(latency).hasObservationCount(2).hasObservationSum(2.5);
        assertFails(metrics -> metrics.named("latency_seconds").hasObservationCount(3), """
                expected the number of observations 3, got 2:
                  latency_seconds_bucket{le="1"} 1
                  latency_seconds_bucket{le="+Inf"} 2
                  latency_seconds_sum 2.5
                  latency_seconds_count 2""");
        assertFails(metrics -> metrics.named("latency_seconds").hasObservationSum(3), """
                expected the sum of the observations 3.0, got 2.5:
                  latency_seconds_bucket{le="1"} 1
                  latency_seconds_bucket{le="+Inf"} 2
                  latency_seconds_sum 2.5
                  latency_seconds_count 2""");
    }

    @Test
    void aValueIsNotExpectedOfAHistogramNorObservationsOfAGauge() {
        assertFails(metrics -> metrics.named("latency_seconds").hasValue(0), """
                expected a counter, a gauge or an untyped metric, got:
                  latency_seconds_bucket{le="1"} 0
                  latency_seconds_bucket{le="+Inf"} 0
                  latency_seconds_sum 0
                  latency_seconds_count 0""");
        assertFails(metrics -> metrics.named("queue_depth").hasObservationCount(0), """
                expected a histogram or a summary, got:
                  queue_depth 0""");
    }

    @Test
    void aNumberOfSeriesIsExpected() {
        assertThatMetrics(jobs).isEmpty().hasCount(0);
        assertThatMetrics(registry).hasCount(2).named("nothing").isEmpty();
        assertFails(metrics -> metrics.named("queue_depth", "jobs_total").hasCount(2), """
                expected 2 series of queue_depth, jobs_total, got 1:
                  queue_depth 0""");
        assertFails(
                metrics ->
                        metrics.named("jobs_total").withLabels("queue", "mail").hasCount(1),
                """
                expected 1 series of jobs_total with {queue="mail"}, got none, \
                but there are the families latency_seconds, queue_depth""");
        assertThatThrownBy(() -> assertThatMetrics(jobs).hasValue(1))
                .hasMessage("expected 1 series, got none, and there are no other families");
        assertThatThrownBy(() -> assertThatMetrics(jobs).hasCount(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a count of at least 0, got -1");
    }

    @Test
    void anySeriesIsExpected() {
        assertThatMetrics(registry).isNotEmpty().named("latency_seconds").isNotEmpty();
        assertFails(
                metrics -> metrics.named("jobs_total", "queue_depth")
                        .without("queue_depth")
                        .isNotEmpty(),
                """
                expected any series of jobs_total, queue_depth without queue_depth, got none, \
                but there are the families latency_seconds, queue_depth""");
    }

    @Test
    void namesAreExpectedInAnyOrder() {
        assertThatMetrics(registry)
                .hasNames("queue_depth", "latency_seconds")
                .without("queue_depth")
                .hasNames("latency_seconds");
        assertFails(metrics -> metrics.hasNames("queue_depth", "jobs_total", "depth"), """
                expected the families queue_depth, jobs_total, depth
                  missing: depth, jobs_total
                  unexpected: latency_seconds""");
        assertFails(metrics -> metrics.hasNames("queue_depth"), """
                expected the families queue_depth
                  unexpected: latency_seconds""");
        assertThatThrownBy(() -> assertThatMetrics(registry).hasNames())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at least one metric name");
    }

    @Test
    void theTypeOfTheOnlyFamilyIsExpected() {
        jobs.withLabelValues("mail").inc();
        jobs.withLabelValues("web").inc();

        assertThatMetrics(jobs).hasType(MetricType.COUNTER);
        assertThatMetrics(registry).named("latency_seconds").hasType(MetricType.HISTOGRAM);
        assertFails(metrics -> metrics.named("queue_depth").hasType(MetricType.COUNTER), """
                expected the type counter, got gauge:
                  queue_depth 0""");
        assertFails(metrics -> metrics.named("queue_depth", "jobs_total").hasType(MetricType.GAUGE), """
                expected 1 family of queue_depth, jobs_total, got 3:
                  jobs_total{queue="mail"} 1
                  jobs_total{queue="web"} 1
                  queue_depth 0""");
    }

    @Test
    void longListsOfSeriesAreCut() {
        for (int i = 10; i < 22; i++) {
            jobs.withLabelValues("q" + i).inc();
        }

        assertThatThrownBy(() -> assertThatMetrics(jobs).isEmpty())
                .hasMessageStartingWith("expected 0 series, got 12:\n  jobs_total{queue=\"q10\"} 1\n")
                .hasMessageEndingWith("\n  jobs_total{queue=\"q19\"} 1\n  ... 2 more lines");
    }

    @Test
    void lintProblemsAreListed() {
        assertThatMetrics(registry).hasNoLintProblems();

        Gauge.builder("roundTrip_milliseconds", "").register(registry);
        assertFails(MetricAssert::hasNoLintProblems, """
                expected no lint problems, got 3:
                  roundTrip_milliseconds metric names should be written in 'snake_case' not 'camelCase'
                  roundTrip_milliseconds no help text
                  roundTrip_milliseconds use base unit "seconds" instead of "milliseconds\"""");
        assertThatMetrics(registry).named("queue_depth").hasNoLintProblems();
    }

    @Test
    void metricsAreComparedWithOthers() {
        depth.set(3);
        Gauge other = Gauge.builder("queue_depth", "Waiting.").build();

        assertFails(metrics -> metrics.named("queue_depth").isEqualTo(GatheredMetrics.from(other)), """
                metrics are not as expected: 1 family different (- expected, + actual)

                queue_depth: 1 difference
                  queue_depth  - 0.0  + 3.0""");
        other.set(3);
        assertThatMetrics(other).isEqualTo(GatheredMetrics.from(depth));
        assertThatMetrics(registry).isEqualTo(GatheredMetrics.from(registry));
        assertThatMetrics(GatheredMetrics.parse("# HELP queue_depth Waiting.\n# TYPE queue_depth gauge\nqueue_depth 3"))
                .isEqualTo(GatheredMetrics.from(depth));
    }

    @Test
    void aFamilyThatComesTwiceIsAFailure() {
        MetricFamily family = new MetricFamily(Desc.gauge("up", ""), List.of(ConstMetric.of(Desc.gauge("up", ""), 1)));

        assertThatThrownBy(() -> assertThatMetrics(() -> new GatherResult(List.of(family, family), List.of()))
                        .isEqualTo("up 1\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected each family once, got \"up\" twice");
    }
}
