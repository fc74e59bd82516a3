package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A const metric and a copy of a user's own value refuse the same, with the same message. */
class SameValidationTest {
    private static final Desc HISTOGRAM = Desc.histogram("x", "");
    private static final Desc SUMMARY = Desc.summary("x", "");
    private static final Map<Integer, Long> NONE = Map.of();

    static Stream<Arguments> natives() {
        return Stream.of(
                arguments(1, 0, Double.POSITIVE_INFINITY, 1L, NONE, NONE),
                arguments(1, 0, Double.NaN, 1L, NONE, NONE),
                arguments(1, 0, -1e-9, 1L, NONE, NONE),
                arguments(1, 9, 0.0, 1L, NONE, NONE),
                arguments(1, -5, 0.0, 1L, NONE, NONE),
                arguments(0, 0, 0.0, -1L, NONE, NONE),
                arguments(-1, 0, 0.0, 0L, NONE, NONE),
                arguments(1, 0, 0.0, 1L, Map.of(1, 2L, 2, -2L), NONE),
                arguments(1, 0, 0.0, 1L, NONE, Map.of(1, -1L)),
                arguments(5, 0, 0.0, 7L, Map.of(1, Long.MAX_VALUE, 2, Long.MAX_VALUE), NONE),
                arguments(5, 0, 0.0, 7L, Map.of(1, Long.MAX_VALUE), Map.of(1, Long.MAX_VALUE)),
                arguments(5, 0, 0.0, 1L, NONE, NONE));
    }

    @ParameterizedTest
    @MethodSource("natives")
    void brokenNativeHistogram(
            long count, int schema, double zero, long zeros, Map<Integer, Long> above, Map<Integer, Long> below) {
        NativeBuckets buckets = new NativeOf(schema, zero, zeros, Side.of(above), Side.of(below));
        assertThatThrownBy(() -> HistogramValue.copyOf(
                        new HistogramOf(count, new double[] {Double.POSITIVE_INFINITY}, new long[] {count}, buckets)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(copy -> assertThatThrownBy(() ->
                                ConstMetric.nativeHistogram(HISTOGRAM, count, 1, schema, zero, zeros, above, below))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("histogram \"x\": " + copy.getMessage()));
    }

    static Stream<Arguments> classics() {
        double inf = Double.POSITIVE_INFINITY;
        return Stream.of(
                arguments(2, Map.of(-0.0, 1L, 0.0, 1L, inf, 2L)),
                arguments(2, Map.of(1.0, 1L, Double.NaN, 2L, inf, 2L)),
                arguments(2, Map.of(1.0, 3L, inf, 2L)),
                arguments(2, Map.of(1.0, -1L, inf, 2L)),
                arguments(2, Map.of(1.0, 1L, inf, 3L)),
                arguments(-1, Map.of(inf, -1L)));
    }

    @ParameterizedTest
    @MethodSource("classics")
    void brokenClassicHistogram(long count, Map<Double, Long> buckets) {
        TreeMap<Double, Long> sorted = new TreeMap<>(buckets);
        double[] bounds = sorted.keySet().stream().mapToDouble(bound -> bound).toArray();
        long[] counts = sorted.values().stream().mapToLong(number -> number).toArray();
        assertThatThrownBy(() -> HistogramValue.copyOf(new HistogramOf(count, bounds, counts, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(copy -> assertThatThrownBy(() -> ConstMetric.histogram(HISTOGRAM, count, 1, buckets))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("histogram \"x\": " + copy.getMessage()));
    }

    static Stream<Arguments> summaries() {
        return Stream.of(
                arguments(-1, Map.of(0.5, 1.0)),
                arguments(1, Map.of(1.5, 1.0)),
                arguments(1, Map.of(-0.1, 1.0)),
                arguments(1, Map.of(0.5, 1.0, Double.NaN, 1.0)),
                arguments(1, Map.of(-0.0, 1.0, 0.0, 1.0)));
    }

    @ParameterizedTest
    @MethodSource("summaries")
    void brokenSummary(long count, Map<Double, Double> quantiles) {
        TreeMap<Double, Double> sorted = new TreeMap<>(quantiles);
        double[] ranks = sorted.keySet().stream().mapToDouble(rank -> rank).toArray();
        assertThatThrownBy(() -> SummaryValue.copyOf(new SummaryOf(count, ranks)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(copy -> assertThatThrownBy(() -> ConstMetric.summary(SUMMARY, count, 1, quantiles))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("summary \"x\": " + copy.getMessage()));
    }

    @ParameterizedTest
    @MethodSource("possible")
    void whatIsPossibleIsTakenByBoth(double zero, long zeros, Map<Integer, Long> above) {
        ConstMetric metric = ConstMetric.nativeHistogram(HISTOGRAM, 9, 1, 0, zero, zeros, above, NONE);
        NativeBuckets buckets = new NativeOf(0, zero, zeros, Side.of(above), Side.of(NONE));
        HistogramValue copy = HistogramValue.copyOf(
                new HistogramOf(9, new double[] {Double.POSITIVE_INFINITY}, new long[] {9}, buckets));
        assertThat(metric.desc()).isSameAs(HISTOGRAM);
        assertThat(copy.nativeBuckets().zeroThreshold()).isEqualTo(zero);
    }

    static Stream<Arguments> possible() {
        return Stream.of(
                arguments(Double.MAX_VALUE, 9L, NONE), arguments(0.0, 0L, Map.of(1, 9L)), arguments(1.0, 9L, NONE));
    }

    private record SummaryOf(long count, double[] ranks) implements SummaryValue {
        @Override
        public double sum() {
            return 1;
        }

        @Override
        public int quantileCount() {
            return ranks.length;
        }

        @Override
        public double quantile(int index) {
            return ranks[index];
        }

        @Override
        public double quantileValue(int index) {
            return 1;
        }
    }

    private record HistogramOf(long count, double[] bounds, long[] counts, NativeBuckets nativeBuckets)
            implements HistogramValue {
        @Override
        public double sum() {
            return 1;
        }

        @Override
        public int bucketCount() {
            return bounds.length;
        }

        @Override
        public double upperBound(int index) {
            return bounds[index];
        }

        @Override
        public long cumulativeCount(int index) {
            return counts[index];
        }
    }

    private record NativeOf(int schema, double zeroThreshold, long zeroCount, Side positive, Side negative)
            implements NativeBuckets {}

    private record Side(int[] keys, long[] counts) implements NativeBuckets.Populated {
        static Side of(Map<Integer, Long> counts) {
            TreeMap<Integer, Long> sorted = new TreeMap<>(counts);
            return new Side(
                    sorted.keySet().stream().mapToInt(key -> key).toArray(),
                    sorted.values().stream().mapToLong(count -> count).toArray());
        }

        @Override
        public int size() {
            return keys.length;
        }

        @Override
        public int key(int index) {
            return keys[index];
        }

        @Override
        public long count(int index) {
            return counts[index];
        }
    }
}
