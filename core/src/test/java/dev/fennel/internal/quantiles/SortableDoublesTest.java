package dev.fennel.internal.quantiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.internal.quantiles.CkmsStream.SortableDoubles;
import org.junit.jupiter.api.Test;

class SortableDoublesTest {
    private static final double[] ASCENDING = {
        Double.NEGATIVE_INFINITY,
        -Double.MAX_VALUE,
        -1.5,
        -1,
        -Double.MIN_VALUE,
        -0.0,
        0.0,
        Double.MIN_VALUE,
        1,
        1.5,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY
    };

    @Test
    void theLongsAreInTheOrderOfTheDoubles() {
        for (int i = 1; i < ASCENDING.length; i++) {
            assertThat(SortableDoubles.fromDouble(ASCENDING[i]))
                    .isGreaterThan(SortableDoubles.fromDouble(ASCENDING[i - 1]));
        }
    }

    @Test
    void theDoubleComesBackWithAllItsBits() {
        for (double value : ASCENDING) {
            double back = SortableDoubles.toDouble(SortableDoubles.fromDouble(value));
            assertThat(Double.doubleToRawLongBits(back)).isEqualTo(Double.doubleToRawLongBits(value));
        }
    }
}
