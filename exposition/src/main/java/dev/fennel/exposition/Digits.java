package dev.fennel.exposition;

/** The decimal digits of integers that are not negative. */
final class Digits {
    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        long power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private Digits() {}

    /** Ten to a power from 0 to 18. */
    static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    /** How many digits the value has; zero has one. */
    static int count(long value) {
        // 1233 / 4096 is just above log10(2), so the estimate is right or one too small.
        int estimate = (64 - Long.numberOfLeadingZeros(value | 1)) * 1233 >> 12;
        return value >= POWERS_OF_TEN[estimate] ? estimate + 1 : Math.max(estimate, 1);
    }

    /** How many zeros a value above zero ends in. */
    static int trailingZeros(long value) {
        int zeros = 0;
        long rest = value;
        while (rest % 100 == 0) {
            rest /= 100;
            zeros += 2;
        }
        return rest % 10 == 0 ? zeros + 1 : zeros;
    }

    /**
     * Writes the last digits of a value, with zeros in front if it has fewer.
     *
     * @param value the value
     * @param count how many digits to write
     * @param target takes them as ASCII
     * @param end the index behind the last one
     * @return the value without these digits
     */
    static long write(long value, int count, byte[] target, int end) {
        long rest = value;
        int at = end;
        int start = end - count;
        while (at - 2 >= start) {
            long hundredth = rest / 100;
            int pair = (int) (rest - hundredth * 100);
            target[--at] = (byte) ('0' + pair % 10);
            target[--at] = (byte) ('0' + pair / 10);
            rest = hundredth;
        }
        if (at > start) {
            long tenth = rest / 10;
            target[--at] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
        return rest;
    }
}
