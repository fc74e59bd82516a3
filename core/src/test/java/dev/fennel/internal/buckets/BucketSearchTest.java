package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketSearchTest {
    private static final double[] DEFAULT = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
    private static final double[] SPECIAL = {
        Double.NaN,
        Double.longBitsToDouble(-1), // NaN with a sign
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_NORMAL,
        -Double.MIN_NORMAL,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        0.0,
        -0.0
    };

    /** Compares with one bound after the other, as the buckets are defined. */
    private static int oneByOne(double[] bounds, double value) {
        int bucket = 0;
        while (bucket < bounds.length && !(value <= bounds[bucket])) {
            bucket++;
        }
        return bucket;
    }

    private static void assertSame(double[] bounds, double value) {
        int found = new BucketSearch(bounds).bucketOf(value);
        if (found != oneByOne(bounds, value)) {
            throw new AssertionError("found " + value + " in " + found + " of " + Arrays.toString(bounds));
        }
    }

    private static void assertSame(double[] bounds, BucketSearch search, double value) {
        if (search.bucketOf(value) != oneByOne(bounds, value)) {
            assertSame(bounds, value);
        }
    }

    /** Special values, all bounds and their neighbours, where cells of any size begin, and values anywhere. */
    private static void assertAllFound(double[] bounds, Random random) {
        BucketSearch search = new BucketSearch(bounds);
        Arrays.stream(SPECIAL).forEach(value -> assertSame(bounds, search, value));
        for (double bound : bounds) {
            DoubleStream.of(bound, Math.nextUp(bound), Math.nextDown(bound), -bound)
                    .forEach(value -> assertSame(bounds, search, value));
            long cell = Double.doubleToRawLongBits(bound) & -1L << 36 + random.nextInt(27);
            LongStream.of(cell - 1, cell, cell + 1)
                    .forEach(bits -> assertSame(bounds, search, Double.longBitsToDouble(bits)));
        }
        for (int i = 0; i < 100; i++) {
            assertSame(bounds, search, Double.longBitsToDouble(random.nextLong()));
        }
    }

    /** Up to so many different finite values, sorted. */
    private static double[] bounds(int count, DoubleSupplier values) {
        return DoubleStream.generate(values)
                .limit(count)
                .filter(Double::isFinite)
                .map(value -> value + 0.0)
                .sorted()
                .distinct()
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyValueIsInTheBucketOfTheDefinition(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int count = random.nextInt(4) == 0 ? 1 + random.nextInt(500) : 1 + random.nextInt(20);
            double scale = Math.exp(20 * random.nextGaussian());
            double start = scale * random.nextGaussian();
            assertAllFound(bounds(count, () -> Double.longBitsToDouble(random.nextLong())), random);
            assertAllFound(bounds(count, () -> scale * Math.exp(random.nextGaussian())), random);
            assertAllFound(bounds(count, () -> scale * random.nextGaussian()), random);
            assertAllFound(bounds(count, () -> Math.rint(10 * random.nextGaussian())), random);
            assertAllFound(bounds(count, () -> Double.MIN_VALUE * random.nextInt(1000)), random);
            assertAllFound(
                    bounds(
                            count,
                            () -> Double.longBitsToDouble(Double.doubleToRawLongBits(start) + random.nextInt(600))),
                    random);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 11, 50, 500})
    void boundsThatAreNeighboursAreFound(int count) {
        for (double start : new double[] {1, 0, -1, 0.05, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL}) {
            double lowest = start > 1 ? down(start, count - 1) : start;
            double[] bounds =
                    DoubleStream.iterate(lowest, Math::nextUp).limit(count).toArray();
            assertAllFound(bounds, new Random(9));
        }
    }

    private static double down(double value, int steps) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) - steps);
    }

    @Test
    void theLowestBoundMayBeInfinite() {
        assertAllFound(new double[] {Double.NEGATIVE_INFINITY}, new Random(1));
        assertAllFound(new double[] {Double.NEGATIVE_INFINITY, -1, 0, 1e300}, new Random(1));
    }

    @Test
    void aNegativeZeroIsABoundLikeZero() {
        assertAllFound(new double[] {-0.0}, new Random(1));
        assertAllFound(new double[] {-1, -0.0, Double.MIN_VALUE}, new Random(1));
    }

    @Test
    void withoutBoundsThereIsOneBucket() {
        Arrays.stream(SPECIAL)
                .forEach(value -> assertThat(new BucketSearch().bucketOf(value)).isZero());
    }

    @Test
    void usualBoundsNeedOneComparison() {
        double[] withZero =
                DoubleStream.concat(DoubleStream.of(0), Arrays.stream(DEFAULT)).toArray();
        double[] thousandths =
                IntStream.rangeClosed(1, 500).mapToDouble(i -> i / 1000.0).toArray();
        double[] powers =
                DoubleStream.iterate(.001, bound -> bound * 1.02).limit(500).toArray();

        for (double[] bounds : new double[][] {DEFAULT, withZero, thousandths, powers, {1}, {-5, -2, -1}}) {
            assertThat(new BucketSearch(bounds).comparisons()).isEqualTo(1);
        }
        assertThat(new BucketSearch(DEFAULT).cells()).isEqualTo(12);
    }

    @Test
    void theTableIsSmallWhateverTheBounds() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            double[] bounds = bounds(1 + random.nextInt(500), () -> Double.longBitsToDouble(random.nextLong()));

            assertThat(new BucketSearch(bounds).cells()).isLessThanOrEqualTo(16 + 8 * bounds.length);
            assertThat(new BucketSearch(bounds).comparisons()).isLessThanOrEqualTo(9);
        }
    }
}
