package dev.fennel.exposition;

/**
 * Prints numbers as client_golang does, that is as Go's {@code strconv.FormatFloat(v, 'g', -1, 64)}: the shortest
 * digits that read back as the same double, in plain notation from {@code 0.0001} to below a million, in scientific
 * notation otherwise, where the exponent has a sign and at least two digits. Zero has no sign. An integer in plain
 * notation has a decimal point only for {@linkplain #openMetrics OpenMetrics}.
 *
 * <p>Integers and decimals with at most six decimal places, which most values are, are printed without
 * {@link ShortestDecimal}, which is slower. Nothing is allocated. Used by one thread at a time.
 */
final class NumberPrinter {
    /** The maximum length of a double, as in {@code -2.2250738585072014e-308}. */
    static final int MAX_LENGTH = 24;

    private static final int LEAST_SCIENTIFIC = 1_000_000;
    /** Every integer below this is a double, and its own digits are the shortest. */
    private static final long LEAST_INEXACT = 1L << 53;

    private static final byte[] NAN = {'N', 'a', 'N'};
    private static final byte[] POSITIVE_INFINITY = {'+', 'I', 'n', 'f'};
    private static final byte[] NEGATIVE_INFINITY = {'-', 'I', 'n', 'f'};

    private final ShortestDecimal shortest = new ShortestDecimal();
    /** What follows the digits of an integer in plain notation. */
    private final byte[] integerEnd;

    /** Prints as the text format 0.0.4 requires. */
    NumberPrinter() {
        this(new byte[0]);
    }

    private NumberPrinter(byte[] integerEnd) {
        this.integerEnd = integerEnd;
    }

    /** Prints as OpenMetrics requires: {@code 1.0} for a number, {@code 1} for a count. */
    static NumberPrinter openMetrics() {
        return new NumberPrinter(new byte[] {'.', '0'});
    }

    /** Appends a value. */
    void print(double value, ByteBuf out) {
        long integer = (long) value;
        if (integer == value && integer < LEAST_SCIENTIFIC && integer > -LEAST_SCIENTIFIC) {
            printInteger(integer, out);
            out.put(integerEnd);
        } else if (Double.isNaN(value)) {
            out.put(NAN);
        } else if (Double.isInfinite(value)) {
            out.put(value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY);
        } else if (value < 0) {
            out.put('-');
            printPositive(-value, out);
        } else {
            printPositive(value, out);
        }
    }

    /** Appends a count like a double. Above 2^53, where not every integer is a double, the nearest one is printed. */
    void printCount(long count, ByteBuf out) {
        if (count >= 0 && count < LEAST_SCIENTIFIC) {
            printInteger(count, out);
        } else {
            print((double) count, out);
        }
    }

    /** Appends an integer with all its digits; any except {@link Long#MIN_VALUE}, which has no positive counterpart. */
    void printInteger(long value, ByteBuf out) {
        if (value < 0) {
            out.put('-');
        }
        long magnitude = Math.abs(value);
        int length = Digits.count(magnitude);
        byte[] bytes = out.reserve(length);
        int end = out.size() + length;
        Digits.write(magnitude, length, bytes, end);
        out.end(end);
    }

    /** Prints a finite positive value that is not a small integer. */
    private void printPositive(double value, ByteBuf out) {
        long integer = (long) value;
        if (integer == value && integer < LEAST_INEXACT) {
            printDecimal(integer, 0, out);
            return;
        }
        // No two decimals of at most 15 digits read as the same double. So a decimal that reads back as the value is
        // the shortest one. And it does read back if this division gives the value, because its operands are exact.
        if (value < 1e9) {
            long millionths = (long) (value * 1e6 + 0.5);
            if (millionths / 1e6 == value) {
                printDecimal(millionths, -6, out);
                return;
            }
        }
        shortest.find(value);
        printDecimal(shortest.digits(), shortest.exponent(), out);
    }

    private static void printDecimal(long digits, int exponent, ByteBuf out) {
        int zeros = Digits.trailingZeros(digits);
        long significant = digits / Digits.powerOfTen(zeros);
        int lastPlace = exponent + zeros;
        int length = Digits.count(significant);
        int firstPlace = lastPlace + length - 1;
        if (firstPlace < -4 || firstPlace >= 6) {
            printScientific(significant, length, firstPlace, out);
        } else {
            printFraction(significant, Math.max(length + lastPlace, 1), -lastPlace, out);
        }
    }

    /** Prints the digits with a decimal point between or before them. */
    private static void printFraction(long digits, int integerDigits, int decimals, ByteBuf out) {
        byte[] bytes = out.reserve(MAX_LENGTH);
        int end = out.size() + integerDigits + 1 + decimals;
        long integer = Digits.write(digits, decimals, bytes, end);
        bytes[end - decimals - 1] = '.';
        Digits.write(integer, integerDigits, bytes, end - decimals - 1);
        out.end(end);
    }

    private static void printScientific(long digits, int length, int exponent, ByteBuf out) {
        byte[] bytes = out.reserve(MAX_LENGTH);
        int start = out.size();
        int end = start + 1;
        long first = digits;
        if (length > 1) {
            end = start + length + 1;
            first = Digits.write(digits, length - 1, bytes, end);
            bytes[start + 1] = '.';
        }
        bytes[start] = (byte) ('0' + first);
        bytes[end] = 'e';
        bytes[end + 1] = (byte) (exponent < 0 ? '-' : '+');
        int magnitude = Math.abs(exponent);
        int exponentEnd = end + 2 + (magnitude < 100 ? 2 : 3);
        Digits.write(magnitude, exponentEnd - end - 2, bytes, exponentEnd);
        out.end(exponentEnd);
    }

    /** Decimal digits of non-negative integers. */
    private static final class Digits {
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
            // 1233 / 4096 is slightly above log10(2), so the estimate is right or too small by one.
            int estimate = ((64 - Long.numberOfLeadingZeros(value | 1)) * 1233) >> 12;
            return value >= POWERS_OF_TEN[estimate] ? estimate + 1 : Math.max(estimate, 1);
        }

        /** The number of zeros at the end of a value above zero. */
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
         * Writes the last digits of a value, padded with zeros on the left if it has fewer.
         *
         * @param value the value
         * @param count how many digits to write
         * @param target receives them as ASCII
         * @param end the index after the last digit
         * @return the digits that are left, as a number
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
}
