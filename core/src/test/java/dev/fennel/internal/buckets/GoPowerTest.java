package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The results are compared with Go's where ranges are made of them. */
class GoPowerTest {
    @Test
    void rootsAndPowersAreThoseOfMathematics() {
        for (double base : new double[] {1.0000001, 1.5, 2, 3, 10, 1e10, 1e300}) {
            for (int n = 1; n <= 100; n++) {
                double root = GoPower.root(base, n);
                assertThat(root / Math.pow(base, 1.0 / n)).isBetween(1 - 1e-13, 1 + 1e-13);
                assertThat(GoPower.power(root, n) / base).isBetween(1 - 1e-11, 1 + 1e-11);
            }
        }
    }

    @Test
    void powersWithoutALimitAreInfinite() {
        assertThat(GoPower.power(10, 308)).isEqualTo(1e308, within(1e294));
        assertThat(GoPower.power(10, 309)).isInfinite();
        assertThat(GoPower.power(1e300, Integer.MAX_VALUE)).isInfinite();
        assertThat(GoPower.power(1, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(GoPower.power(7, 0)).isEqualTo(1);
    }
}
