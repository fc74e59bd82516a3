package dev.fennel.exposition;

/**
 * Finds the shortest decimal that reads back as a given double, and among the shortest the closest to it: what Go's
 * {@code strconv} prints with precision -1.
 *
 * <p>The algorithm is Schubfach: Raffaello Giulietti, "The Schubfach way to render doubles" (2020). In short: let a
 * double be {@code v = c * 2^q}, and {@code k} the greatest integer such that the numbers that round to {@code v} span
 * at least {@code 10^k}. Then at least one multiple of {@code 10^k} rounds to {@code v}, and at most one of
 * {@code 10^(k+1)}; so the answer is that one if there is one, else the closer of the two multiples of {@code 10^k}
 * next to {@code v}. The interval's ends and {@code v} are needed in units of {@code 10^k / 4} only, rounded to odd,
 * for which 126 bits of {@code 10^-k} are enough.
 *
 * <p>The answer is left in two fields, so that nothing is allocated. Used by one thread at a time.
 */
final class ShortestDecimal {
    private static final int MANTISSA_BITS = 52;
    private static final long IMPLICIT_BIT = 1L << MANTISSA_BITS;
    private static final int EXPONENT_BIAS = 1075;
    private static final long MASK_63 = Long.MAX_VALUE;

    private long digits;
    private int exponent;

    /** The digits as an integer, perhaps with zeros at its end. */
    long digits() {
        return digits;
    }

    /** The power of ten to multiply {@link #digits} by. */
    int exponent() {
        return exponent;
    }

    /** Finds the decimal for a finite value above zero. */
    void find(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & IMPLICIT_BIT - 1;
        int biased = (int) (bits >>> MANTISSA_BITS);
        if (biased == 0) {
            find(fraction, 1 - EXPONENT_BIAS, false);
        } else {
            // Below a power of two doubles are twice as dense, except where the subnormal ones begin.
            find(fraction | IMPLICIT_BIT, biased - EXPONENT_BIAS, fraction == 0 && biased > 1);
        }
    }

    private void find(long c, int q, boolean denserBelow) {
        int k = denserBelow ? floorLog10ThreeQuarters(q) : floorLog10(q);
        PowerOfTen power = PowerOfTen.of(-k);
        int shift = q + PowerOfTen.floorLog2(-k) + 2;
        long quarters = c << 2;
        long value = multiply(power, quarters << shift);
        long odd = c & 1; // the ends of the interval round to v only if c is even
        long lower = multiply(power, quarters - (denserBelow ? 1 : 2) << shift) + odd;
        long upper = multiply(power, quarters + 2 << shift) - odd;
        choose(value, lower, upper, k);
    }

    /** Takes the value and the first and last number of its interval, in units of {@code 10^k / 4}. */
    private void choose(long value, long lower, long upper, int k) {
        long below = value >> 2;
        if (below >= 10) {
            long tens = below / 10;
            boolean downInside = lower <= 40 * tens;
            boolean upInside = 40 * tens + 40 <= upper;
            if (downInside != upInside) {
                set(upInside ? tens + 1 : tens, k + 1);
                return;
            }
        }
        boolean downInside = lower <= 4 * below;
        boolean upInside = 4 * below + 4 <= upper;
        if (downInside != upInside) {
            set(upInside ? below + 1 : below, k);
            return;
        }
        long middle = 4 * below + 2;
        boolean up = value > middle || value == middle && (below & 1) != 0;
        set(up ? below + 1 : below, k);
    }

    private void set(long newDigits, int newExponent) {
        digits = newDigits;
        exponent = newExponent;
    }

    /** The product divided by {@code 2^127}, rounded to odd: an inexact result has its last bit set. */
    private static long multiply(PowerOfTen power, long factor) {
        long fromLow = Math.multiplyHigh(power.low(), factor);
        long middle = (power.high() * factor >>> 1) + fromLow;
        long high = Math.multiplyHigh(power.high(), factor) + (middle >>> 63);
        return high | (middle & MASK_63) + MASK_63 >>> 63;
    }

    /** {@code floor(log10(2^q))}, exact for exponents from -1500 to 1500. */
    static int floorLog10(int q) {
        return q * 1262611 >> 22;
    }

    /** {@code floor(log10(3/4 * 2^q))}, exact for exponents from -1500 to 1500. */
    static int floorLog10ThreeQuarters(int q) {
        return q * 1262611 - 524031 >> 22;
    }
}
