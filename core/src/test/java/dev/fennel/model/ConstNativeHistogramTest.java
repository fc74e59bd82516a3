package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.HistogramTaker;
import dev.fennel.testsupport.NativeText;
import dev.fennel.testsupport.Written;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConstNativeHistogramTest {
    private static final Desc DESC = Desc.histogram("h", "");
    private static final Map<Integer, Long> NONE = Map.of();
    private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_123L);

    private static ConstMetric of(
            long count,
            double sum,
            int schema,
            double zero,
            long zeros,
            Map<Integer, Long> above,
            Map<Integer, Long> below) {
        return ConstMetric.nativeHistogram(DESC, count, sum, schema, zero, zeros, above, below);
    }

    /** What a metric wrote, valid for longer as it is constant. */
    private static HistogramValue value(Metric metric) {
        AtomicReference<HistogramValue> value = new AtomicReference<>();
        metric.write(new HistogramTaker(value::set));
        return value.get();
    }

    @Test
    void bucketsAreSortedAndEmptyOnesLeftOut() {
        HistogramValue value = value(of(9, 3.5, -1, 0.25, 1, Map.of(7, 2L, -3, 1L, 0, 0L), Map.of(2, 5L)));

        assertThat(NativeText.of(value)).isEqualTo("-1|0x1.0p-2|1|-3:1,7:2|2:5");
        assertThat(value.isNativeOnly()).isTrue();
        assertThat(value.count()).isEqualTo(9);
        assertThat(value.sum()).isEqualTo(3.5);
        assertThat(value.upperBound(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value.cumulativeCount(0)).isEqualTo(9);
    }

    @Test
    void withANanSumThereMayBeObservationsInNoBucket() {
        assertThat(value(of(9, Double.NaN, 0, 0, 1, Map.of(1, 2L), NONE)).count())
                .isEqualTo(9);
        assertThat(value(of(3, Double.NaN, 0, 0, 1, Map.of(1, 2L), NONE)).count())
                .isEqualTo(3);
    }

    @Test
    void allExemplarsAreKeptInTheOrderOfTheirValues() {
        Exemplar high = new Exemplar(Labels.of("t", "high"), 7, THEN);
        Exemplar low = new Exemplar(Labels.of("t", "low"), -7, THEN);
        ConstMetric metric = of(2, 0, 0, 0, 0, Map.of(3, 1L), Map.of(3, 1L))
                .withExemplars(high)
                .withExemplars(low);

        NativeBuckets buckets = value(metric.withCreated(THEN)).nativeBuckets();
        assertThat(buckets.exemplarCount()).isEqualTo(2);
        assertThat(buckets.exemplar(0)).isSameAs(low);
        assertThat(buckets.exemplar(1)).isSameAs(high);
        assertThat(Written.by(metric).exemplars()).containsOnlyNulls(); // in the bucket that only the text formats show
        assertThat(Written.by(metric.withCreated(THEN)).createdMillis()).isEqualTo(THEN.toEpochMilli());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        () -> of(0, 0, -5, 0, 0, NONE, NONE),
                        "expected a native histogram schema from -4 to 8, got -5"),
                mistake(() -> of(0, 0, 9, 0, 0, NONE, NONE), "expected a native histogram schema from -4 to 8, got 9"),
                mistake(
                        () -> of(0, 0, 0, -1, 0, NONE, NONE),
                        "expected a finite zero threshold of 0 or more, got -1.0"),
                mistake(() -> of(0, 0, 0, Double.NaN, 0, NONE, NONE), "expected a finite zero threshold"),
                mistake(() -> of(-1, 0, 0, 0, 0, NONE, NONE), "got a count of -1 and 0 in the zero bucket"),
                mistake(() -> of(0, 0, 0, 0, -2, NONE, NONE), "got a count of 0 and -2 in the zero bucket"),
                mistake(
                        () -> of(0, 0, 0, 0, 0, Map.of(4, -1L), NONE),
                        "expected counts of zero or more, got -1 in bucket 4"),
                mistake(
                        () -> of(0, 0, 0, 0, 0, NONE, Map.of(4, -1L)),
                        "expected counts of zero or more, got -1 in bucket 4"),
                mistake(() -> of(5, 0, 0, 0, 1, Map.of(1, 2L), Map.of(1, 1L)), "the count of 5 observations, got 4"),
                mistake(
                        () -> of(3, 0, 0, 0, 1, Map.of(1, 2L), Map.of(1, 1L)),
                        "no more than the count of 3 observations, got 4"),
                mistake(
                        () -> of(3, Double.NaN, 0, 0, 4, NONE, NONE),
                        "no more than the count of 3 observations, got 4"),
                mistake(
                        () -> of(1, 0, 0, 0, 3, Map.of(1, Long.MAX_VALUE), Map.of(1, Long.MAX_VALUE)),
                        "the count of 1 observations, got 18446744073709551617"));
    }

    private static Arguments mistake(Runnable made, String message) {
        return Arguments.of(made, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreRefused(Runnable made, String message) {
        assertThatThrownBy(made::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("histogram \"h\": ")
                .hasMessageContaining(message);
    }

    @Test
    void anotherTypeOfDescIsRefused() {
        assertThatThrownBy(() -> ConstMetric.nativeHistogram(Desc.gauge("g", ""), 0, 0, 0, 0, 0, NONE, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gauge \"g\": expected a Desc of type histogram");
    }

    @Test
    void nativeBucketsStandBesideClassicOnes() {
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "a"), 2, THEN);
        ConstMetric classic = ConstMetric.histogram(DESC, 3, 3.5, Map.of(1.0, 1L))
                .withExemplars(exemplar)
                .withTimestamp(THEN)
                .withCreated(THEN);

        ConstMetric both = classic.withNativeBuckets(0, 0.25, 1, Map.of(1, 2L, 2, 0L), NONE);
        HistogramValue value = value(both);

        assertThat(NativeText.of(value)).isEqualTo("0|0x1.0p-2|1|1:2|");
        assertThat(value.isNativeOnly()).isFalse();
        assertThat(value.bucketCount()).isEqualTo(2);
        assertThat(value.cumulativeCount(0)).isEqualTo(1);
        assertThat(value.exemplar(1)).isEqualTo(exemplar);
        assertThat(value.nativeBuckets().exemplarCount()).isEqualTo(1);
        assertThat(value.nativeBuckets().exemplar(0)).isEqualTo(exemplar);
        assertThat(value.createdMillis()).isEqualTo(THEN.toEpochMilli());
        assertThat(both.timestampMillis()).isEqualTo(THEN.toEpochMilli());
    }

    @Test
    void nativeBucketsThatDoNotFitTheClassicOnesAreRefused() {
        ConstMetric classic = ConstMetric.histogram(DESC, 3, 3.5, Map.of(1.0, 1L));

        assertThatThrownBy(() -> classic.withNativeBuckets(0, 0.25, 1, Map.of(1, 1L), NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "histogram \"h\": expected all buckets together to have the count of 3 observations, got 2");
        assertThatThrownBy(() -> ConstMetric.of(Desc.gauge("g", ""), 1).withNativeBuckets(0, 0, 0, NONE, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gauge \"g\": cannot have native buckets");
    }

    /** Which is given first makes no difference: without classic buckets, the one for +Inf has no exemplar. */
    @Test
    void exemplarsAndNativeBucketsComeInAnyOrder() {
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "a"), 2, THEN);
        ConstMetric plain = ConstMetric.histogram(DESC, 2, 3.5, Map.of());

        for (ConstMetric metric : List.of(
                plain.withExemplars(exemplar).withNativeBuckets(0, 0, 0, Map.of(1, 2L), NONE),
                plain.withNativeBuckets(0, 0, 0, Map.of(1, 2L), NONE).withExemplars(exemplar))) {
            HistogramValue value = value(metric);
            assertThat(value.isNativeOnly()).isTrue();
            assertThat(value.exemplar(0)).isNull();
            assertThat(value.nativeBuckets().exemplarCount()).isEqualTo(1);
        }
    }

    @Test
    void aBucketWithABoundIsAClassicOneEvenIfItIsAlone() {
        ConstMetric metric = ConstMetric.histogram(DESC, OptionalLong.empty(), OptionalDouble.of(1), Map.of(1.0, 2L))
                .withNativeBuckets(0, 0, 0, Map.of(0, 2L), NONE);

        assertThat(value(metric).isNativeOnly()).isFalse();
    }
}
