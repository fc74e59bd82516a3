package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FixedNativeBucketsTest {
    private static final Side NONE = new Side(new int[0]);

    /** The counts 1, 2, 3, ... in buckets with the given keys, the first of them changed by some number. */
    private record Side(int change, int... keys) implements NativeBuckets.Populated {
        Side(int[] keys) {
            this(0, keys);
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
            return index + 1 + (index == 0 ? change : 0);
        }
    }

    private record Buckets(int schema, double zeroThreshold, long zeroCount, Side positive, Side negative)
            implements NativeBuckets {}

    private static String fault(NativeBuckets buckets, long count, double sum) {
        return FixedNativeBuckets.copyOf(buckets).fault(count, sum);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments(new Buckets(9, 0, 0, NONE, NONE), "schema from -4 to 8, got 9"),
                arguments(new Buckets(-5, 0, 0, NONE, NONE), "schema from -4 to 8, got -5"),
                arguments(new Buckets(0, -1, 0, NONE, NONE), "finite zero threshold of 0 or more, got -1.0"),
                arguments(new Buckets(0, 0, -1, NONE, NONE), "got a count of 4 and -1 in the zero bucket"),
                arguments(new Buckets(0, 0, 0, new Side(0, 3, 3), NONE), "increasing keys, got 3 after 3"),
                arguments(new Buckets(0, 0, 0, NONE, new Side(0, 3, 2)), "increasing keys, got 2 after 3"),
                arguments(new Buckets(0, 0, 0, NONE, new Side(-2, 5)), "counts of zero or more, got -1 in bucket 5"),
                arguments(new Buckets(0, 0, 4, new Side(0, 1), NONE), "the count of 4 observations, got 5"),
                arguments(new Buckets(0, 0, 3, NONE, NONE), "the count of 4 observations, got 3"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsImpossibleIsAFault(NativeBuckets buckets, String message) {
        assertThat(fault(buckets, 4, 1)).startsWith("expected ").endsWith(message);
    }

    @Test
    void withANanSumFewerAreEnough() {
        assertThat(fault(new Buckets(0, 0, 3, NONE, NONE), 4, Double.NaN)).isNull();
    }

    @Test
    void nothingStaysNothing() {
        assertThat(FixedNativeBuckets.copyOf(null)).isNull();
    }
}
