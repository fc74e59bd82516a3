package dev.fennel.exposition.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Finds the shortest digits by a search with BigDecimal, independently of the library's algorithm. */
public final class ShortestBySearch {
    private static final int MAX_DIGITS = 17;

    private ShortestBySearch() {}

    /** The closest of the shortest decimals that read back as a positive value. */
    public static BigDecimal of(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int precision = 1; precision <= MAX_DIGITS; precision++) {
            BigDecimal found = closest(value, exact, precision);
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException("no " + MAX_DIGITS + " digits read back as " + value);
    }

    /** The closer of the two decimals of a length next to a value that reads back as it; null if neither does. */
    public static BigDecimal closest(double value, BigDecimal exact, int precision) {
        BigDecimal down =
                exact.round(new MathContext(precision, RoundingMode.DOWN)).stripTrailingZeros();
        BigDecimal up = exact.round(new MathContext(precision, RoundingMode.UP)).stripTrailingZeros();
        boolean downReadsBack = down.doubleValue() == value;
        boolean upReadsBack = up.doubleValue() == value;
        if (downReadsBack && upReadsBack) {
            return exact.round(new MathContext(precision, RoundingMode.HALF_EVEN))
                    .stripTrailingZeros();
        }
        return downReadsBack ? down : upReadsBack ? up : null;
    }
}
