package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.Written;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConstMetricTest {
    private static final Desc HISTOGRAM = Desc.histogram("h", "");
    private static final Desc SUMMARY = Desc.summary("s", "");
    private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_123L);

    @ParameterizedTest
    @EnumSource(names = {"COUNTER", "GAUGE", "UNTYPED"})
    void aSingleValueIsWrittenAsTheTypeOfItsDesc(MetricType type) {
        ConstMetric metric = ConstMetric.of(Desc.of(type, "m", "", "zone"), 1.5, "eu");

        assertThat(Written.by(metric).type()).isEqualTo(type);
        assertThat(Written.by(metric).value()).isEqualTo(1.5);
        assertThat(metric.labels()).isEqualTo(Labels.of("zone", "eu"));
        assertThat(metric.timestampMillis()).isEqualTo(Metric.NO_TIMESTAMP);
        assertThat(metric.withTimestamp(THEN).timestampMillis()).isEqualTo(THEN.toEpochMilli());
    }

    @Test
    void anInfoAndAStateAreWrittenAsGauges() {
        Metric os = ConstMetric.of(Desc.info("os_info", "", "name"), 1, "Linux");
        Metric off = ConstMetric.of(Desc.stateSet("phase", "", "phase"), 0, "running");

        assertThat(Written.by(os).type()).isEqualTo(MetricType.GAUGE);
        assertThat(Written.by(os).value()).isEqualTo(1);
        assertThat(Written.by(off).type()).isEqualTo(MetricType.GAUGE);
        assertThat(Written.by(off).value()).isZero();
        assertThat(off.labels()).isEqualTo(Labels.of("phase", "running"));
    }

    @Test
    void aHistogramGetsTheBucketForInfinity() {
        Written written = Written.by(ConstMetric.histogram(HISTOGRAM, 10, 3.5, Map.of(1.0, 7L, 0.5, 2L)));

        assertThat(written.bounds()).containsExactly(0.5, 1.0, Double.POSITIVE_INFINITY);
        assertThat(written.counts()).containsExactly(2L, 7L, 10L);
        assertThat(written.count()).isEqualTo(10);
        assertThat(written.value()).isEqualTo(3.5);
    }

    @Test
    void aSummarysQuantilesAreSorted() {
        Written written = Written.by(ConstMetric.summary(SUMMARY, 4, 8, Map.of(0.9, 3.0, 0.5, Double.NaN)));

        assertThat(written.bounds()).containsExactly(0.5, 0.9);
        assertThat(written.values()).containsExactly(Double.NaN, 3.0);
        assertThat(written.count()).isEqualTo(4);
    }

    @Test
    void createdTimestampsAndTimestampsLeaveTheRestAlone() {
        Stream.of(
                        ConstMetric.of(Desc.counter("c", ""), 1),
                        ConstMetric.histogram(HISTOGRAM, 1, 1, Map.of()),
                        ConstMetric.summary(SUMMARY, 1, 1, Map.of(0.5, 1.0)))
                .forEach(metric -> {
                    Metric changed = metric.withCreated(THEN).withTimestamp(THEN);
                    assertThat(Written.by(changed).createdMillis()).isEqualTo(THEN.toEpochMilli());
                    assertThat(Written.by(metric).createdMillis()).isEqualTo(Metric.NO_TIMESTAMP);
                    assertThat(changed.timestampMillis()).isEqualTo(THEN.toEpochMilli());
                    assertThat(Written.by(changed).value()).isEqualTo(1);
                });
    }

    @Test
    void exemplarsGoToTheirBuckets() {
        Exemplar low = new Exemplar(Labels.of("t", "low"), 0.5, THEN);
        Exemplar lower = new Exemplar(Labels.of("t", "lower"), 0.1, THEN);
        Exemplar high = new Exemplar(Labels.of("t", "high"), 7, THEN);
        ConstMetric metric = ConstMetric.histogram(HISTOGRAM, 3, 8, Map.of(0.5, 2L, 1.0, 2L));

        assertThat(Written.by(metric.withExemplars(low, lower, high)).exemplars())
                .containsExactly(lower, null, high);
        assertThat(Written.by(ConstMetric.of(Desc.counter("c", ""), 1).withExemplars(low, high))
                        .exemplars())
                .containsExactly(high);
    }

    @ParameterizedTest
    @CsvSource({
        "-Infinity, 0",
        "-1, 0",
        "-0.9, 1",
        "-0.0, 1",
        "0.0, 1",
        "4.9E-324, 2",
        "0.5, 2",
        "0.6, 3",
        "Infinity, 3",
        "NaN, 3"
    })
    void exemplarGoesToTheFirstBucketThatItsValueIsNotAbove(double value, int bucket) {
        Exemplar exemplar = new Exemplar(Labels.EMPTY, value, THEN);

        for (double zero : new double[] {0.0, -0.0}) {
            Map<Double, Long> buckets = Map.of(-1.0, 1L, zero, 1L, 0.5, 1L);
            ConstMetric metric = ConstMetric.histogram(HISTOGRAM, 1, 0, buckets).withExemplars(exemplar);

            assertThat(Written.by(metric).exemplars().indexOf(exemplar)).isEqualTo(bucket);
        }
    }

    static Stream<Arguments> mistakes() {
        Desc gauge = Desc.gauge("g", "");
        Exemplar exemplar = new Exemplar(Labels.EMPTY, 1, THEN);
        return Stream.of(
                mistake(() -> ConstMetric.of(Desc.info("s_info", ""), 2), "expected the value 1, got 2.0"),
                mistake(
                        () -> ConstMetric.of(Desc.stateSet("s", "", "s"), 0.5, "on"),
                        "expected the value 0 or 1, got 0.5"),
                mistake(() -> ConstMetric.of(Desc.info("s_info", ""), 1).withCreated(THEN), "cannot have a created"),
                mistake(
                        () -> ConstMetric.of(HISTOGRAM, 1),
                        "expected a Desc of type counter, gauge, untyped, info or stateset"),
                mistake(() -> ConstMetric.histogram(gauge, 0, 0, Map.of()), "expected a Desc of type histogram"),
                mistake(() -> ConstMetric.summary(gauge, 0, 0, Map.of()), "expected a Desc of type summary"),
                mistake(() -> ConstMetric.of(gauge, 1, "x"), "expected 0 label values [], got 1 [x]"),
                mistake(
                        () -> ConstMetric.histogram(HISTOGRAM, 5, 0, Map.of(1.0, 3L, 2.0, 2L)),
                        "{1.0=3, 2.0=2, Infinity=5}"),
                mistake(() -> ConstMetric.histogram(HISTOGRAM, 5, 0, Map.of(1.0, 6L)), "expected cumulative counts"),
                mistake(
                        () -> ConstMetric.histogram(HISTOGRAM, 5, 0, Map.of(Double.POSITIVE_INFINITY, 4L)),
                        "expected no bucket above the count 5 and +Inf equal to it"),
                mistake(() -> ConstMetric.histogram(HISTOGRAM, 5, 0, Map.of(1.0, -1L)), "expected cumulative counts"),
                mistake(() -> ConstMetric.histogram(HISTOGRAM, 5, 0, Map.of(Double.NaN, 5L)), "NaN=5"),
                mistake(
                        () -> ConstMetric.summary(SUMMARY, -1, 0, Map.of()),
                        "expected a count of zero or more, got -1"),
                mistake(
                        () -> ConstMetric.summary(SUMMARY, 1, 0, Map.of(1.5, 1.0)),
                        "expected increasing quantiles from 0 to 1, got 1.5 at 0"),
                mistake(() -> ConstMetric.of(gauge, 1).withCreated(THEN), "cannot have a created timestamp"),
                mistake(() -> ConstMetric.of(gauge, 1).withExemplars(exemplar), "cannot have an exemplar"),
                mistake(
                        () -> ConstMetric.summary(SUMMARY, 1, 1, Map.of()).withExemplars(exemplar),
                        "cannot have an exemplar"),
                mistake(
                        () -> ConstMetric.of(Desc.counter("c", ""), 1).withExemplars(),
                        "expected at least one exemplar, got none"));
    }

    private static Arguments mistake(Runnable made, String message) {
        return Arguments.of(made, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreRefused(Runnable made, String message) {
        assertThatThrownBy(made::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageMatching("(counter|gauge|histogram|summary|info|stateset) \"[cghs](_info)?\": .*");
    }

    @Test
    void anInvalidMetricThrowsItsError() {
        IllegalStateException error = new IllegalStateException("sensor is gone");

        assertThatThrownBy(() -> Written.by(ConstMetric.invalid(Desc.gauge("g", ""), error)))
                .isSameAs(error);
    }

    @Test
    void anInvalidMetricThrowsCheckedExceptionsAsCauses() {
        Error error = new AssertionError("expected by a test");
        IOException checked = new IOException("sensor is gone");

        assertThatThrownBy(() -> Written.by(ConstMetric.invalid(HISTOGRAM, error)))
                .isSameAs(error);
        assertThatThrownBy(() -> Written.by(ConstMetric.invalid(HISTOGRAM, checked)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("java.io.IOException: sensor is gone")
                .hasCause(checked);
    }
}
