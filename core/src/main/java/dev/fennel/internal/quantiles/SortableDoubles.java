package dev.fennel.internal.quantiles;

/** Doubles as longs in the same order, which sort and compare faster, as there is no NaN among them. */
public final class SortableDoubles {
    private SortableDoubles() {}

    /** The long for a double other than NaN; that of 0.0 is 0, that of -0.0 is -1. */
    public static long fromDouble(double value) {
        return flip(Double.doubleToRawLongBits(value));
    }

    static double toDouble(long sortable) {
        return Double.longBitsToDouble(flip(sortable));
    }

    /** Turns around the order of the negative ones, whose magnitude grows with their bits. Its own inverse. */
    private static long flip(long bits) {
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
