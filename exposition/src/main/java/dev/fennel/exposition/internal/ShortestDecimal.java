package dev.fennel.exposition.internal;

import java.math.BigInteger;

/**
 * Finds the shortest decimal that reads back as a given double, and if there are several, the one closest to it. This
 * is what Go's {@code strconv} prints with precision -1.
 *
 * <p>The algorithm is Schubfach, from Raffaello Giulietti, "The Schubfach way to render doubles" (2020), which proves
 * what follows:
 *
 * <ol>
 *   <li>Let the double be {@code v = c * 2^q}, and call the numbers that read as {@code v} its interval. Let {@code k}
 *       be the greatest integer such that the interval is at least {@code 10^k} long.
 *   <li>Then at least one multiple of {@code 10^k} lies in the interval, and at most one multiple of {@code 10^(k+1)}.
 *   <li>So the result is the multiple of {@code 10^(k+1)} if there is one. Otherwise it is one of the two multiples of
 *       {@code 10^k} next to {@code v}: the one in the interval, or if both are in it, the one closer to {@code v}.
 *   <li>For these comparisons {@code v} and the ends of the interval are only needed in units of {@code 10^k / 4}. A
 *       product with 126 bits of {@code 10^-k}, rounded to odd, is precise enough.
 * </ol>
 *
 * <p>Most numbers take a short cut, which needs one product: if {@code v} and half the length of its interval are known
 * with a few bits behind the point, it is clear where the ends are, unless one is very close to a multiple. Then all
 * three are computed. Of random numbers below 1000, one took 20 ns with three products, and 8 with one.
 *
 * <p>The result is kept in two fields, so nothing is allocated. Used by one thread at a time.
 */
final class ShortestDecimal {
    private static final int MANTISSA_BITS = 52;
    private static final long IMPLICIT_BIT = 1L << MANTISSA_BITS;
    private static final int EXPONENT_BIAS = 1075;
    private static final long MASK_63 = Long.MAX_VALUE;

    /** How many bits are behind the point of numbers below 32. */
    private static final int POINT = 58;

    private static final int CLOSE_BITS = 5;

    /** A difference this small may have the wrong sign. The terms are rounded, which makes it wrong by at most 3. */
    private static final long CLOSE = 1L << (CLOSE_BITS - 1);

    private long digits;
    private int exponent;

    /** The digits as an integer, which may end in zeros. */
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
        } else if (fraction == 0) {
            // Below a power of two doubles are twice as dense, except below the smallest normal double.
            find(IMPLICIT_BIT, biased - EXPONENT_BIAS, biased > 1);
        } else if (!findClearly(fraction | IMPLICIT_BIT, biased - EXPONENT_BIAS)) {
            find(fraction | IMPLICIT_BIT, biased - EXPONENT_BIAS, false);
        }
    }

    /**
     * Finds the decimal with one product instead of three, and without branches that a processor would guess wrong. Not
     * if a comparison is too close, which is seldom.
     *
     * @param c the significand of a normal double, not a power of two
     * @return whether it is found
     */
    private boolean findClearly(long c, int q) {
        int k = floorLog10(q);
        PowerOfTen power = PowerOfTen.of(-k);
        int shift = q + PowerOfTen.floorLog2(-k) + 2; // from 2 to 5
        // The value in units of 10^k, at least 2^52 of them: an integer, and a fraction of 64 bits. That is wrong by
        // less than 3 in its last bit, because g and the lower part of the product are rounded.
        long scaled = c << shift;
        long low = Math.multiplyHigh(power.low(), scaled) << 1;
        long fraction = power.high() * scaled + low;
        long carry = Long.compareUnsigned(fraction, low) < 0 ? 1 : 0;
        long integer = Math.multiplyHigh(power.high(), scaled) + carry;

        // How far the value is above a multiple of ten, and half the length of the interval. That is less than 5, so no
        // more than one multiple of ten is inside; and at least 1/2, so the closest integer always is.
        long digit = integer % 10;
        long above = (digit << POINT) | (fraction >>> (Long.SIZE - POINT));
        long half = power.high() >>> (65 - POINT - shift);
        long beyondLower = half - above;
        long beyondUpper = above + half - (10L << POINT);
        if (isClose(beyondLower) || isClose(beyondUpper) || isClose((fraction >>> 1) - (1L << 62))) {
            return false;
        }
        long upInside = ~(beyondUpper >> 63);
        long anyInside = upInside | ~(beyondLower >> 63);
        long closest = integer + (fraction >>> 63);
        long ten = integer - digit + (10 & upInside);
        set(closest ^ ((closest ^ ten) & anyInside), k);
        return true;
    }

    /** Whether a difference may have the wrong sign. */
    private static boolean isClose(long difference) {
        return (difference + CLOSE) >>> CLOSE_BITS == 0;
    }

    private void find(long c, int q, boolean denserBelow) {
        int k = denserBelow ? floorLog10ThreeQuarters(q) : floorLog10(q);
        PowerOfTen power = PowerOfTen.of(-k);
        int shift = q + PowerOfTen.floorLog2(-k) + 2;
        long quarters = c << 2;
        long value = multiply(power, quarters << shift);
        long odd = c & 1; // the ends belong to the interval only if c is even
        long lower = multiply(power, (quarters - (denserBelow ? 1 : 2)) << shift) + odd;
        long upper = multiply(power, (quarters + 2) << shift) - odd;
        choose(value, lower, upper, k);
    }

    /** Chooses the result, given the value and the ends of its interval in units of {@code 10^k / 4}. */
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
        boolean up = value > middle || (value == middle && (below & 1) != 0);
        set(up ? below + 1 : below, k);
    }

    private void set(long newDigits, int newExponent) {
        digits = newDigits;
        exponent = newExponent;
    }

    /** The product divided by {@code 2^127}, rounded to odd: an inexact result has its last bit set. */
    private static long multiply(PowerOfTen power, long factor) {
        long fromLow = Math.multiplyHigh(power.low(), factor);
        long middle = ((power.high() * factor) >>> 1) + fromLow;
        long high = Math.multiplyHigh(power.high(), factor) + (middle >>> 63);
        return high | ((middle & MASK_63) + MASK_63) >>> 63;
    }

    /** {@code floor(log10(2^q))}, exact for exponents from -1500 to 1500. */
    static int floorLog10(int q) {
        return (q * 1262611) >> 22;
    }

    /** {@code floor(log10(3/4 * 2^q))}, exact for exponents from -1500 to 1500. */
    static int floorLog10ThreeQuarters(int q) {
        return (q * 1262611 - 524031) >> 22;
    }

    /**
     * A power of ten as {@link ShortestDecimal} multiplies by it: {@code g = floor(10^e * 2^-r) + 1}, with {@code r}
     * such that {@code g} has exactly 126 bits, in two halves of 63 bits.
     *
     * <p>There are 617 of them. Each is computed when it is first needed, and kept. So there is no cost at startup, and
     * a program pays only for the magnitudes that it prints.
     *
     * @param high the upper 63 bits of {@code g}
     * @param low the lower 63 bits of {@code g}
     */
    record PowerOfTen(long high, long low) {
        /** The smallest exponent needed to print a double. */
        static final int MIN_EXPONENT = -292;
        /** The largest exponent needed to print a double. */
        static final int MAX_EXPONENT = 324;

        /**
         * All threads read and write the elements without synchronisation. The fields of a record are final, so a
         * thread that sees an element sees its fields too; and if two threads compute the same element, both are equal.
         */
        private static final PowerOfTen[] KNOWN = new PowerOfTen[MAX_EXPONENT - MIN_EXPONENT + 1];

        static PowerOfTen of(int exponent) {
            PowerOfTen known = KNOWN[exponent - MIN_EXPONENT];
            if (known == null) {
                known = compute(exponent);
                KNOWN[exponent - MIN_EXPONENT] = known;
            }
            return known;
        }

        private static PowerOfTen compute(int exponent) {
            int shift = 125 - floorLog2(exponent);
            BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
            BigInteger scaled = exponent >= 0
                    ? power.shiftLeft(shift)
                    : BigInteger.ONE.shiftLeft(shift).divide(power);
            BigInteger g = scaled.add(BigInteger.ONE);
            return new PowerOfTen(g.shiftRight(63).longValueExact(), g.longValue() & MASK_63);
        }

        /** {@code floor(log2(10^exponent))}, exact for exponents from -1233 to 1233. */
        static int floorLog2(int exponent) {
            return (exponent * 1741647) >> 19;
        }
    }
}
