package dev.fennel.exposition;

import java.math.BigInteger;

/**
 * A power of ten as {@link ShortestDecimal} multiplies by it: {@code g = floor(10^e * 2^-r) + 1}, with {@code r} such
 * that {@code g} has exactly 126 bits, in two halves of 63 bits.
 *
 * <p>There are 617 of them. They are made when first needed and kept, so that starting up costs nothing and a program
 * pays only for the magnitudes that it prints.
 *
 * @param high the upper 63 bits of {@code g}
 * @param low the lower 63 bits of {@code g}
 */
record PowerOfTen(long high, long low) {
    /** The least exponent that printing a double asks for. */
    static final int MIN_EXPONENT = -292;
    /** The greatest exponent that printing a double asks for. */
    static final int MAX_EXPONENT = 324;

    private static final long MASK_63 = Long.MAX_VALUE;

    /**
     * Read and written by all threads without synchronisation: a record's fields are final, so whoever sees an element
     * sees it whole, and it does no harm if two threads make the same one.
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
        return exponent * 1741647 >> 19;
    }
}
