package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeIndexTest {
    private static final int FIRST_KEY = -1074 * 256;
    private static final int LAST_KEY = 1024 * 256;

    @ParameterizedTest
    @ValueSource(ints = {-1074, -1060, -1030, -1024, -1023, -1022, -512, -128, -1, 0, 1, 10, 511, 1022, 1023})
    void valuesAtAndBesideEachBoundOfAnOctaveAreInTheBucketsOfTheReference(int octave) {
        for (int key = octave << 8; key < octave + 1 << 8; key++) {
            double bound = NativeIndex.upperBound(key);
            assertKey(bound);
            assertKey(Math.nextDown(bound));
            assertKey(Math.nextUp(bound));
        }
    }

    @Test
    void valuesOfAllMagnitudesAreInTheBucketsOfTheReference() {
        Random random = new Random(8);
        for (int i = 0; i < 10_000; i++) {
            assertKey(Math.abs(Double.longBitsToDouble(random.nextLong())));
        }
    }

    @Test
    void subnormalValuesAreInTheBucketsOfTheReference() {
        Random random = new Random(9);
        for (int i = 0; i < 2_000; i++) {
            assertKey(Double.longBitsToDouble(random.nextLong() >>> 12 + random.nextInt(52)));
        }
    }

    @Test
    void theOutermostValuesHaveTheOutermostKeys() {
        assertThat(NativeIndex.key(Double.MIN_VALUE)).isEqualTo(FIRST_KEY);
        assertThat(NativeIndex.key(Double.MAX_VALUE)).isEqualTo(LAST_KEY);
        assertThat(NativeIndex.key(Double.POSITIVE_INFINITY)).isEqualTo(LAST_KEY + 1);
        assertThat(NativeIndex.key(1)).isZero();
        assertThat(NativeIndex.key(Math.nextUp(1.0))).isEqualTo(1);
    }

    @Test
    void theUpperBoundIsTheLargestDoubleOfItsBucket() {
        IntStream.iterate(FIRST_KEY, key -> key < LAST_KEY, key -> key + 37).forEach(key -> {
            double bound = NativeIndex.upperBound(key);
            assertThat(NativeIndex.key(bound)).isLessThanOrEqualTo(key);
            assertThat(NativeIndex.key(Math.nextUp(bound))).isGreaterThan(key);
        });
        assertThat(NativeIndex.upperBound(LAST_KEY)).isEqualTo(Double.MAX_VALUE);
        assertThat(NativeIndex.upperBound(LAST_KEY + 1)).isInfinite();
        assertThat(NativeIndex.upperBound(FIRST_KEY - 1)).isZero();
    }

    private static void assertKey(double magnitude) {
        if (magnitude > 0 && magnitude < Double.POSITIVE_INFINITY) {
            assertThat(NativeIndex.key(magnitude))
                    .as("key of %s", magnitude)
                    .isEqualTo(ReferenceKeys.key(magnitude, NativeScale.FINEST));
        }
    }
}
