package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.internal.BrokenValueException;
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

    private static void check(NativeBuckets buckets, long count, double sum) {
        FixedNativeBuckets.copyOf(buckets).check(count, sum);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments(new Buckets(9, 0, 0, NONE, NONE), "got schema 9 and 0 up to 0.0"),
                arguments(new Buckets(-5, 0, 0, NONE, NONE), "got schema -5 and 0 up to 0.0"),
                arguments(new Buckets(0, -1, 0, NONE, NONE), "got schema 0 and 0 up to -1.0"),
                arguments(new Buckets(0, 0, -1, NONE, NONE), "got schema 0 and -1 up to 0.0"),
                arguments(new Buckets(0, 0, 0, new Side(0, 3, 3), NONE), "got bucket 3 with 2"),
                arguments(new Buckets(0, 0, 0, NONE, new Side(0, 3, 2)), "got bucket 2 with 2"),
                arguments(new Buckets(0, 0, 0, NONE, new Side(-2, 5)), "got bucket 5 with -1"),
                arguments(new Buckets(0, 0, 4, new Side(0, 1), NONE), "the count of 4 observations, got 5"),
                arguments(new Buckets(0, 0, 3, NONE, NONE), "the count of 4 observations, got 3"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsImpossibleIsAFault(NativeBuckets buckets, String message) {
        assertThatThrownBy(() -> check(buckets, 4, 1))
                .isInstanceOf(BrokenValueException.class)
                .hasMessageStartingWith("expected native buckets ")
                .hasMessageEndingWith(message);
    }

    @Test
    void withANanSumFewerAreEnough() {
        check(new Buckets(0, 0, 3, NONE, NONE), 4, Double.NaN);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(FixedNativeBuckets.copyOf(null)).isNull();
    }
}
