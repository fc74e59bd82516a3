package dev.fennel.exposition.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Prints numbers as client_golang does, that is as Go's {@code strconv.FormatFloat(v, 'g', -1, 64)}: the shortest
 * digits that read back as the same double, in plain notation from {@code 0.0001} to below a million, in scientific
 * notation otherwise, where the exponent has a sign and at least two digits. Zero has no sign. An integer in plain
 * notation has a decimal point only for {@linkplain #openMetrics OpenMetrics}.
 *
 * <p>Integers and decimals with at most six decimal places, which most values are, are printed without
 * {@link ShortestDecimal}, which is slower. Digits are written eight at a time, with neither loops nor branches that
 * depend on them: how many there are changes from one value to the next, so a processor would guess wrong most of the
 * time. Nothing is allocated. Used by one thread at a time.
 */
public final class NumberPrinter {
    /** The maximum length of a double, as in {@code -2.2250738585072014e-308}. */
    public static final int MAX_LENGTH = 24;

    /** How many bytes may be written: the longest number, and what is written behind it by the way. */
    public static final int ROOM = MAX_LENGTH + Long.BYTES;

    private static final int LEAST_SCIENTIFIC = 1_000_000;

    /** The characters {@code 0.000000}, the first one in the byte of least value. */
    private static final long ZERO_POINT_ZEROS = 0x3030303030302E30L;

    /** Every integer below this is a double, and its own digits are the shortest. */
    private static final long LEAST_INEXACT = 1L << 53;

    private final ShortestDecimal shortest = new ShortestDecimal();
    /** Whether an integer in plain notation ends in a point and a zero. */
    private final boolean pointed;

    /** Prints as the text format 0.0.4 requires. */
    public NumberPrinter() {
        this(false);
    }

    private NumberPrinter(boolean pointed) {
        this.pointed = pointed;
    }

    /** Prints as OpenMetrics requires: {@code 1.0} for a number, {@code 1} for a count. */
    public static NumberPrinter openMetrics() {
        return new NumberPrinter(true);
    }

    /** Appends a value. */
    public void print(double value, ByteBuf out) {
        byte[] target = out.reserve(ROOM);
        out.end(print(value, target, out.size()));
    }

    /** Appends a count like a double. Above 2^53, where not every integer is a double, the nearest one is printed. */
    public void printCount(long count, ByteBuf out) {
        byte[] target = out.reserve(ROOM);
        out.end(printCount(count, target, out.size()));
    }

    /** Appends an integer with all its digits; any except {@link Long#MIN_VALUE}, which has no positive counterpart. */
    public void printInteger(long value, ByteBuf out) {
        byte[] target = out.reserve(ROOM);
        out.end(printInteger(value, target, out.size()));
    }

    /** Writes a value to an array with {@link #ROOM}, and returns the index after it. */
    public int print(double value, byte[] target, int start) {
        long integer = (long) value;
        if (integer == value && integer < LEAST_SCIENTIFIC && integer > -LEAST_SCIENTIFIC) {
            int end = printInteger(integer, target, start);
            if (pointed) {
                target[end] = '.';
                target[end + 1] = '0';
                return end + 2;
            }
            return end;
        }
        if (value > 0 && value < Double.POSITIVE_INFINITY) {
            return printPositive(value, target, start);
        }
        if (value < 0 && value > Double.NEGATIVE_INFINITY) {
            target[start] = '-';
            return printPositive(-value, target, start + 1);
        }
        return printNonFinite(value, target, start);
    }

    private static int printNonFinite(double value, byte[] target, int start) {
        String text = Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        for (int i = 0; i < text.length(); i++) {
            target[start + i] = (byte) text.charAt(i);
        }
        return start + text.length();
    }

    /** Writes a count as {@link #printCount(long, ByteBuf)} does, and returns the index after it. */
    public int printCount(long count, byte[] target, int start) {
        return count >= 0 && count < LEAST_SCIENTIFIC
                ? Digits.print(count, target, start)
                : print((double) count, target, start);
    }

    /** Writes an integer as {@link #printInteger(long, ByteBuf)} does, and returns the index after it. */
    public static int printInteger(long value, byte[] target, int start) {
        if (value < 0) {
            target[start] = '-';
            return Digits.print(-value, target, start + 1);
        }
        return Digits.print(value, target, start);
    }

    /** Prints a finite positive value that is not a small integer. */
    private int printPositive(double value, byte[] target, int start) {
        long integer = (long) value;
        if (integer == value && integer < LEAST_INEXACT) {
            return printScientific(integer, 0, target, start); // it is not small
        }
        // No two decimals of at most 15 digits read as the same double. So a decimal that reads back as the value is
        // the shortest one. And it does read back if this division gives the value, because its operands are exact.
        if (value < 1e9) {
            long millionths = (long) (value * 1e6 + 0.5);
            if (millionths / 1e6 == value) {
                return integer < LEAST_SCIENTIFIC && millionths >= 100
                        ? printMillionths(integer, (int) (millionths - integer * 1_000_000), target, start)
                        : printScientific(millionths, -6, target, start);
            }
        }
        shortest.find(value);
        return printDecimal(shortest.digits(), shortest.exponent(), target, start);
    }

    /** Prints a number in plain notation: its integer part, and from one to 999,999 millionths. */
    private static int printMillionths(long integer, int millionths, byte[] target, int start) {
        int end = Digits.print(integer, target, start);
        target[end] = '.';
        long digits = Digits.eight(millionths * 100L);
        Digits.put(target, end + 1, digits + Digits.ZEROS);
        return end + 1 + Digits.significant(digits);
    }

    /**
     * Prints {@code digits * 10^exponent}, which is no integer below a million. There are at most 17 digits, and they
     * may end in zeros.
     */
    private static int printDecimal(long digits, int exponent, byte[] target, int start) {
        int length = Digits.count(digits);
        int firstPlace = exponent + length - 1;
        long left = digits * Digits.powerOfTen(17 - length);
        if (firstPlace >= 0 && firstPlace < 6) {
            return start + Digits.printPointed(left, firstPlace + 1, target, start);
        }
        if (firstPlace < 0 && firstPlace >= -4) {
            int before = start - firstPlace;
            Digits.put(target, start, ZERO_POINT_ZEROS);
            int end = before + Digits.printPointed(left, 0, target, before);
            target[before] = '0';
            target[start + 1] = '.';
            return end;
        }
        int printed = Digits.printPointed(left, 1, target, start);
        return printExponent(firstPlace, target, start + (printed == 2 ? 1 : printed));
    }

    /** Prints {@code digits * 10^exponent} in scientific notation; the digits may end in zeros. */
    private static int printScientific(long digits, int exponent, byte[] target, int start) {
        if (digits >= Digits.EIGHT) {
            return printDecimal(digits, exponent, target, start);
        }
        int firstPlace = exponent + Digits.count(digits) - 1;
        int significant = Digits.printLeftOfEight(digits, target, start + 1);
        target[start] = target[start + 1];
        target[start + 1] = '.';
        return printExponent(firstPlace, target, significant == 1 ? start + 1 : start + 1 + significant);
    }

    private static int printExponent(int exponent, byte[] target, int start) {
        int magnitude = Math.abs(exponent);
        int end = start + 2;
        target[start] = 'e';
        target[start + 1] = (byte) (exponent < 0 ? '-' : '+');
        if (magnitude >= 100) {
            target[end++] = (byte) ('0' + magnitude / 100);
        }
        target[end] = (byte) ('0' + magnitude / 10 % 10);
        target[end + 1] = (byte) ('0' + magnitude % 10);
        return end + 2;
    }

    /**
     * Decimal digits of non-negative integers. Eight digits are computed at once, in the eight bytes of a long, the
     * first digit in the byte of least value, which comes first in memory.
     */
    private static final class Digits {
        /** What makes characters of eight digits. */
        static final long ZEROS = 0x3030303030303030L;

        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private static final long EIGHT = 100_000_000;
        private static final long SIXTEEN = 10_000_000_000_000_000L;
        private static final long[] POWERS_OF_TEN = new long[19];

        static {
            long power = 1;
            for (int i = 0; i < POWERS_OF_TEN.length; i++) {
                POWERS_OF_TEN[i] = power;
                power *= 10;
            }
        }

        private Digits() {}

        /** Writes eight characters, that of least value first. */
        static void put(byte[] target, int at, long characters) {
            LONG.set(target, at, characters);
        }

        /** Ten to a power from 0 to 18. */
        static long powerOfTen(int exponent) {
            return POWERS_OF_TEN[exponent];
        }

        /** How many digits a value above zero has. */
        static int count(long value) {
            // 1233 / 4096 is slightly above log10(2), so the estimate is right or too small by one.
            int estimate = ((64 - Long.numberOfLeadingZeros(value)) * 1233) >> 12;
            return estimate + 1 + (int) ((value - POWERS_OF_TEN[estimate]) >> 63);
        }

        /** The eight digits of a value below 100,000,000, which may begin with zeros. */
        static long eight(long value) {
            // Halves of four digits, then quarters of two, then single digits: each step divides all parts at once. The
            // factors are reciprocals, rounded up, and exact for numbers of so many digits. A quotient stays in its
            // place, and what is left goes to the next one: that is the part, shifted, less quotient times divisor.
            long fours = (value * 109_951_163) >>> 40;
            long halves = (value << 32) + fours * (1 - (10_000L << 32));
            long hundreds = ((halves * 10_486) >>> 20) & 0x0000_007F_0000_007FL;
            long quarters = (halves << 16) + hundreds * (1 - (100L << 16));
            long tens = ((quarters * 103) >>> 10) & 0x000F_000F_000F_000FL;
            return (quarters << 8) + tens * (1 - (10L << 8));
        }

        /** How many of eight digits are left without the zeros at their end. */
        static int significant(long eight) {
            return Long.BYTES - (Long.numberOfLeadingZeros(eight) >>> 3);
        }

        /** Writes all digits of a value, and returns the index after the last. */
        static int print(long value, byte[] target, int start) {
            if (value >= EIGHT) {
                long rest = value / EIGHT;
                int end = print(rest, target, start);
                put(target, end, eight(value - rest * EIGHT) + ZEROS);
                return end + Long.BYTES;
            }
            long digits = eight(value);
            int leading = Long.numberOfTrailingZeros(digits | (1L << 56)) & ~7; // in bits; the last digit stays
            put(target, start, (digits + ZEROS) >>> leading);
            return start + Long.BYTES - (leading >>> 3);
        }

        /**
         * Writes the digits of a value from 1 to 99,999,999, and returns how many there are without zeros at their end.
         */
        static int printLeftOfEight(long value, byte[] target, int start) {
            long digits = eight(value);
            long left = digits >>> (Long.numberOfTrailingZeros(digits) & ~7);
            put(target, start, left + ZEROS);
            return significant(left);
        }

        /**
         * Writes the 17 digits of a value above zero with a point after the first few, seven at most. Returns how many
         * characters that takes without zeros at the end; at least two, of which the point may be the last.
         */
        static int printPointed(long value, int integerDigits, byte[] target, int start) {
            long first = value / SIXTEEN;
            long sixteen = value - first * SIXTEEN;
            long upper = sixteen / EIGHT;
            long high = eight(upper);
            long low = eight(sixteen - upper * EIGHT);
            // All digits behind the first come where they are behind the point. Then the first eight characters.
            put(target, start + 2, high + ZEROS);
            put(target, start + 10, low + ZEROS);
            long digits = (high << 8 | first) + ZEROS;
            int point = Byte.SIZE * integerDigits;
            long behind = -1L << point;
            long before = digits & ~behind;
            put(target, start, before | ((long) '.' << point) | ((digits & behind) << 8));
            return 2 + (low == 0 ? significant(high) : Long.BYTES + significant(low));
        }
    }
}
