package dev.fennel.exposition;

/**
 * Prints numbers as Go's {@code strconv.FormatFloat(v, 'g', -1, 64)} does, which is how client_golang writes them: the
 * shortest digits that read back as the same double, in plain notation from {@code 0.0001} to below a million, in
 * scientific notation otherwise, where the exponent has a sign and at least two digits. Zero has no sign, a plain
 * integer no decimal point, unless it is printed for {@linkplain #openMetrics OpenMetrics}.
 *
 * <p>Integers and decimals with at most six places behind the point, which most values are, take a short way that needs
 * no {@link ShortestDecimal}. Nothing is allocated. Used by one thread at a time.
 */
final class NumberPrinter {
    /** The most bytes that a double takes, as in {@code -2.2250738585072014e-308}. */
    static final int MAX_LENGTH = 24;

    private static final int LEAST_SCIENTIFIC = 1_000_000;
    /** Below, every integer is a double, and its own digits are the shortest. */
    private static final long LEAST_INEXACT = 1L << 53;

    private static final byte[] NAN = {'N', 'a', 'N'};
    private static final byte[] POSITIVE_INFINITY = {'+', 'I', 'n', 'f'};
    private static final byte[] NEGATIVE_INFINITY = {'-', 'I', 'n', 'f'};

    private final ShortestDecimal shortest = new ShortestDecimal();
    /** What stands behind the digits of a plain integer. */
    private final byte[] integerEnd;

    /** Prints as the text format 0.0.4 has it. */
    NumberPrinter() {
        this(new byte[0]);
    }

    private NumberPrinter(byte[] integerEnd) {
        this.integerEnd = integerEnd;
    }

    /** Prints as OpenMetrics has it, where {@code 1.0} is a number and {@code 1} a count. */
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

    /** Appends a count as if it were a double, which above 2^53 it may not be: then the nearest one is printed. */
    void printCount(long count, ByteBuf out) {
        if (count >= 0 && count < LEAST_SCIENTIFIC) {
            printInteger(count, out);
        } else {
            print((double) count, out);
        }
    }

    /** Appends an integer with all its digits; any but {@link Long#MIN_VALUE}, which has no magnitude. */
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
        // Decimals of at most 15 digits are far enough apart that no two are the same double. So if one reads back as
        // the value it is the shortest; and it does if the division, whose operands are exact, gives the value.
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

    /** Prints the digits with a decimal point inside or in front of them. */
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
}
