package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.NativeBuckets;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.NativeText;
import dev.fennel.testsupport.Written;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeHistogramTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static HistogramBuilder<Histogram> builder() {
        return Histogram.builder("h", "").nativeBuckets(2);
    }

    @Test
    void withoutBoundsThereAreNativeBucketsOnly() {
        Histogram histogram = builder().build();
        histogram.observe(3);

        HistogramValue value = histogram.snapshot();
        assertThat(value.isNativeOnly()).isTrue();
        assertThat(value.bucketCount()).isEqualTo(1);
        assertThat(value.upperBound(0)).isEqualTo(INF);
        assertThat(value.cumulativeCount(0)).isEqualTo(1);
        assertThat(NativeText.of(value)).isEqualTo("0|0x1.0p-128|0|2:1|");
    }

    @Test
    void withBoundsThereAreBothKindsOfBuckets() {
        Histogram histogram = builder().buckets(1, 5).build();
        DoubleStream.of(0, 0.7, 3, 3, 9).forEach(histogram::observe);

        Written written = Written.by(histogram);
        assertThat(written.counts()).containsExactly(2L, 4L, 5L);
        assertThat(histogram.snapshot().isNativeOnly()).isFalse();
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p-128|1|0:1,2:2,4:1|");
    }

    @Test
    void aHistogramWithoutNativeBucketsHasNone() {
        HistogramValue value =
                Histogram.builder("h", "").maxBuckets(5).buckets().build().snapshot();

        assertThat(value.nativeBuckets()).isNull();
        assertThat(value.isNativeOnly()).isFalse();
    }

    @Test
    void anEmptyHistogramKnowsItsSchema() {
        assertThat(NativeText.of(builder().zeroThreshold(0).build().snapshot())).isEqualTo("0|0x0.0p0|0||");
    }

    @Test
    void nanIsCountedButInNoNativeBucket() {
        Histogram histogram = builder().build();
        DoubleStream.of(1, Double.NaN, -1).forEach(histogram::observe);

        HistogramValue value = histogram.snapshot();
        assertThat(value.count()).isEqualTo(3);
        assertThat(value.sum()).isNaN();
        assertThat(NativeText.of(value)).isEqualTo("0|0x1.0p-128|0|0:1|0:1");
    }

    @Test
    void infinitiesAreInTheBucketsAfterThoseOfTheLargestDoubles() {
        Histogram histogram = builder().build();
        DoubleStream.of(INF, -INF, -INF, Double.MAX_VALUE, -Double.MAX_VALUE).forEach(histogram::observe);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p-128|0|1024:1,1025:1|1024:1,1025:2");
        assertThat(histogram.snapshot().sum()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 0x1p-128, 0.3, 5})
    void theZeroBucketReachesJustToItsThreshold(double threshold) {
        Histogram histogram = builder().zeroThreshold(threshold).build();
        DoubleStream.of(0.0, -0.0, threshold, -threshold).forEach(histogram::observe);
        histogram.observe(Math.nextUp(threshold));
        histogram.observe(-Math.nextUp(threshold));

        NativeBuckets buckets = histogram.snapshot().nativeBuckets();
        assertThat(buckets.zeroThreshold()).isEqualTo(threshold);
        assertThat(buckets.zeroCount()).isEqualTo(4);
        assertThat(buckets.positive().count(0)).isEqualTo(1);
        assertThat(buckets.negative().count(0)).isEqualTo(1);
    }

    @Test
    void aSnapshotDoesNotChange() {
        Histogram histogram = builder().build();
        histogram.observe(1);
        HistogramValue before = histogram.snapshot();
        histogram.observe(100);

        assertThat(NativeText.of(before)).isEqualTo("0|0x1.0p-128|0|0:1|");
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p-128|0|0:1,7:1|");
    }

    @Test
    void aVecsHistogramsHaveNativeBuckets() {
        HistogramVec vec =
                HistogramVec.builder("h", "", "path").nativeBuckets(2).build();
        vec.withLabelValues("/").observe(8);

        assertThat(NativeText.of(vec.withLabelValues("/").snapshot())).isEqualTo("0|0x1.0p-128|0|3:1|");
        assertThat(NativeText.of(vec.withLabelValues("/else").snapshot())).isEqualTo("0|0x1.0p-128|0||");
    }

    @Test
    void keepsExemplarsInTheOrderOfTheirValues() {
        Histogram histogram = builder().maxExemplars(2).build();
        for (double value : new double[] {5, 1, Double.NaN, 70}) {
            histogram.observeWithExemplar(value, Labels.of("trace_id", "t" + value));
        }

        NativeBuckets buckets = histogram.snapshot().nativeBuckets();
        assertThat(buckets.exemplarCount()).isEqualTo(2);
        assertThat(buckets.exemplar(1).labels()).isEqualTo(Labels.of("trace_id", "t70.0"));
    }

    @Test
    void exemplarsCanBeTurnedOff() {
        Histogram histogram = builder().maxExemplars(0).build();
        histogram.observeWithExemplar(1, Labels.of("trace_id", "t"));

        assertThat(histogram.snapshot().nativeBuckets().exemplarCount()).isZero();
        assertThat(histogram.snapshot().exemplar(0).value()).isEqualTo(1);
    }

    @Test
    void observingAndWritingAllocateNothing() {
        double[] values = new Random(5).doubles(1_000, -10, 10).toArray();
        Ignoring visitor = new Ignoring();
        Histogram histogram = builder().nativeBuckets(1.1).maxBuckets(20).build();
        // A count that gets too large for its width allocates once, so not every round is free of that.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            least = Math.min(least, Allocation.bytes(50, () -> observeAll(values, histogram)));
        }

        assertThat(least).isZero();
        assertThat(Allocation.bytes(20_000, () -> histogram.write(visitor))).isLessThan(1_000);
    }

    private static void observeAll(double[] values, Histogram histogram) {
        for (double value : values) {
            histogram.observe(value);
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.nativeBuckets(1), "a factor of native buckets above 1, got 1.0"),
                mistake(b -> b.nativeBuckets(Double.NaN), "a factor of native buckets above 1, got NaN"),
                mistake(b -> b.zeroThreshold(-1), "a finite zero threshold of 0 or more, got -1.0"),
                mistake(b -> b.zeroThreshold(INF), "a finite zero threshold of 0 or more, got Infinity"),
                mistake(b -> b.maxZeroThreshold(Double.NaN), "a finite max zero threshold of 0 or more, got NaN"),
                mistake(b -> b.maxBuckets(-1), "a limit of 0 or more native buckets, got -1"),
                mistake(b -> b.maxExemplars(-1), "a limit of 0 or more exemplars, got -1"),
                mistake(
                        b -> b.minResetDuration(Duration.ofNanos(-1)),
                        "a min reset duration of zero or more, got PT-0"),
                mistake(
                        b -> b.exemplarTtl(Duration.ofDays(-1)),
                        "a time to live of exemplars of zero or more, got PT-24H"));
    }

    private static Arguments mistake(Consumer<HistogramBuilder<Histogram>> option, String message) {
        return Arguments.of(option, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void optionsOutOfTheirRangeAreRefused(Consumer<HistogramBuilder<Histogram>> option, String message) {
        HistogramBuilder<Histogram> builder = builder();
        option.accept(builder);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("histogram \"h\": expected " + message);
    }

    @Test
    void veryLongDurationsAreNoMistake() {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        Histogram histogram =
                builder().maxBuckets(1).minResetDuration(ages).exemplarTtl(ages).build();
        DoubleStream.of(1, 2, 3).forEach(histogram::observe);

        assertThat(histogram.snapshot().count()).isEqualTo(3);
    }
}
