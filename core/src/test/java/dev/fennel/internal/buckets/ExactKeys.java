package dev.fennel.internal.buckets;

import java.math.BigInteger;

/** The keys of native buckets by their definition, in exact arithmetic. */
final class ExactKeys {
    private static final int MANTISSA_BITS = 52;

    private ExactKeys() {}

    /** The least k so that 2<sup>k * 2<sup>-schema</sup></sup> is at least the magnitude, which is finite. */
    static int key(double magnitude, int schema) {
        if (schema < 0) {
            return -Math.floorDiv(-key(magnitude, 0), 1 << -schema);
        }
        // With the magnitude m * 2^e, both sides to the power of 2^schema: m^(2^schema) <= 2^(k - e * 2^schema).
        boolean subnormal = magnitude < Double.MIN_NORMAL;
        int e = (subnormal ? Double.MIN_EXPONENT : Math.getExponent(magnitude)) - MANTISSA_BITS;
        long hidden = 1L << MANTISSA_BITS;
        long m = Double.doubleToLongBits(magnitude) & hidden - 1 | (subnormal ? 0 : hidden);
        int ceilingOfLog =
                BigInteger.valueOf(m).pow(1 << schema).subtract(BigInteger.ONE).bitLength();
        return (e << schema) + ceilingOfLog;
    }
}
