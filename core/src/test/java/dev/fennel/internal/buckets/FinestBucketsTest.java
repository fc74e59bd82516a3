package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinestBucketsTest {
    private static final int FIRST_KEY = -1074 * 256;
    private static final int LAST_KEY = 1024 * 256;

    @ParameterizedTest
    @ValueSource(ints = {-1074, -1060, -1030, -1024, -1023, -1022, -512, -128, -1, 0, 1, 10, 511, 1022, 1023})
    void valuesAtAndBesideEachBoundOfAnOctaveAreInTheBucketsOfTheDefinition(int octave) {
        for (int key = octave << 8; key < octave + 1 << 8; key++) {
            double bound = FinestBuckets.upperBound(key);
            assertKey(bound);
            assertKey(Math.nextDown(bound));
            assertKey(Math.nextUp(bound));
        }
    }

    @Test
    void valuesOfAllMagnitudesAreInTheBucketsOfTheDefinition() {
        Random random = new Random(8);
        for (int i = 0; i < 10_000; i++) {
            assertKey(Math.abs(Double.longBitsToDouble(random.nextLong())));
        }
    }

    @Test
    void subnormalValuesAreInTheBucketsOfTheDefinition() {
        Random random = new Random(9);
        for (int i = 0; i < 2_000; i++) {
            assertKey(Double.longBitsToDouble(random.nextLong() >>> 12 + random.nextInt(52)));
        }
    }

    @Test
    void theOutermostValuesHaveTheOutermostKeys() {
        assertThat(FinestBuckets.key(Double.MIN_VALUE)).isEqualTo(FIRST_KEY);
        assertThat(FinestBuckets.key(Double.MAX_VALUE)).isEqualTo(LAST_KEY);
        assertThat(FinestBuckets.key(Double.POSITIVE_INFINITY)).isEqualTo(LAST_KEY + 1);
        assertThat(FinestBuckets.key(1)).isZero();
        assertThat(FinestBuckets.key(Math.nextUp(1.0))).isEqualTo(1);
    }

    @Test
    void theUpperBoundIsTheLargestDoubleOfItsBucket() {
        IntStream.iterate(FIRST_KEY, key -> key < LAST_KEY, key -> key + 37).forEach(key -> {
            double bound = FinestBuckets.upperBound(key);
            assertThat(FinestBuckets.key(bound)).isLessThanOrEqualTo(key);
            assertThat(FinestBuckets.key(Math.nextUp(bound))).isGreaterThan(key);
        });
        assertThat(FinestBuckets.upperBound(LAST_KEY)).isEqualTo(Double.MAX_VALUE);
        assertThat(FinestBuckets.upperBound(LAST_KEY + 1)).isInfinite();
        assertThat(FinestBuckets.upperBound(FIRST_KEY - 1)).isZero();
    }

    private static void assertKey(double magnitude) {
        if (magnitude > 0 && magnitude < Double.POSITIVE_INFINITY) {
            assertThat(FinestBuckets.key(magnitude))
                    .as("key of %s", magnitude)
                    .isEqualTo(ExactKeys.key(magnitude, NativeScale.FINEST));
        }
    }
}
