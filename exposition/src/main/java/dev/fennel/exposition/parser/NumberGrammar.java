package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.Metric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * The numbers of all text formats. They are those that Go's {@code strconv.ParseFloat} reads, without hexadecimal
 * numbers and underscores; the grammar of OpenMetrics has the same. {@code inf}, {@code infinity} and {@code nan} are
 * read in upper and lower case, {@code nan} only without a sign. A decimal too large for a double is refused.
 *
 * <p>All methods take a token and the cursor that read it, and throw {@link TextParseException} if the token is not
 * such a number.
 */
final class NumberGrammar {
    /**
     * The double nearest to the largest count. A format that prints counts as doubles prints the largest one like this.
     */
    private static final double TWO_TO_63 = 0x1p63;

    /**
     * The double nearest to the most seconds since the epoch whose milliseconds fit into 64 bits. A format that prints
     * seconds as doubles prints the largest timestamp like this, which is 193 ms more.
     */
    private static final double MAX_SECONDS = Long.MAX_VALUE / 1000.0;

    private static final Instant MAX_MILLIS = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Instant MIN_MILLIS = Instant.ofEpochMilli(Metric.NO_TIMESTAMP + 1);

    /** The length up to which a timestamp is read exactly. No exact timestamp needs as many characters. */
    private static final int MAX_EXACT_LENGTH = 64;

    private static final int MAX_LONG_LENGTH = 19;

    private NumberGrammar() {}

    /** Reads a value. */
    static double value(Token token, TextCursor in) {
        String text = token.text();
        int unsigned = skipSign(text);
        String digits = text.substring(unsigned);
        if (digits.equalsIgnoreCase("inf") || digits.equalsIgnoreCase("infinity")) {
            return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return text.equalsIgnoreCase("nan") ? Double.NaN : decimal(token, "a number", in);
    }

    /** Reads a count: a whole number of 63 bits, however it is written. */
    static long count(Token token, TextCursor in) {
        String what = "a whole number from 0 to " + Long.MAX_VALUE;
        long integer = integer(token.text());
        if (integer >= 0) {
            return integer;
        }
        double value = decimal(token, what, in);
        if (value < 0 || value > TWO_TO_63 || value != Math.rint(value)) {
            throw in.expected(what, token);
        }
        return (long) value;
    }

    /**
     * Reads an integer as it stands in the native buckets of OpenMetrics 2.0. It may have a sign that fits the least
     * allowed value: none if that is above zero, only a plus if it is zero.
     */
    static int integer(Token token, String what, int least, int most, TextCursor in) {
        String text = token.text();
        int unsigned = skipSign(text);
        boolean signed = unsigned > 0 && (least > 0 || (least == 0 && text.charAt(0) == '-'));
        if (signed || unsigned == text.length() || skipDigits(text, unsigned) < text.length()) {
            throw in.expected(what, token);
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Out of range as well.
        }
        throw in.expected(what, token);
    }

    /** Reads milliseconds since the epoch, an integer. */
    static long millis(Token token, TextCursor in) {
        String what = "an integer timestamp in milliseconds";
        String text = token.text();
        int unsigned = skipSign(text);
        if (unsigned == text.length() || skipDigits(text, unsigned) != text.length()) {
            throw in.expected(what, token);
        }
        try {
            long millis = Long.parseLong(text);
            if (millis != Long.MIN_VALUE) { // Metric.NO_TIMESTAMP
                return millis;
            }
        } catch (NumberFormatException e) {
            // Out of range, like Long.MIN_VALUE.
        }
        throw in.expected(what + " of 64 bits", token);
    }

    /** Reads seconds since the epoch, a decimal number, down to nanoseconds. */
    static Instant seconds(Token token, TextCursor in) {
        String what = "a timestamp in seconds";
        double nearest = decimal(token, what, in);
        if (Math.abs(nearest) > MAX_SECONDS) {
            throw in.expected(what + " from " + -MAX_SECONDS + " to " + MAX_SECONDS, token);
        }
        BigDecimal exact = isShort(token.text()) ? new BigDecimal(token.text()) : BigDecimal.valueOf(nearest);
        BigDecimal nanos = exact.setScale(9, RoundingMode.FLOOR);
        BigDecimal seconds = nanos.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                seconds.longValueExact(),
                nanos.subtract(seconds).unscaledValue().longValueExact());
    }

    /**
     * Reads seconds since the epoch, rounded to milliseconds, and to the largest or smallest timestamp there is. They
     * are rounded because client_golang divides nanoseconds as doubles, so that its seconds may be a few nanoseconds
     * less than they should be.
     */
    static long secondsInMillis(Token token, TextCursor in) {
        Instant rounded = seconds(token, in).plusNanos(500_000);
        if (rounded.isAfter(MAX_MILLIS)) {
            return Long.MAX_VALUE;
        }
        return rounded.isBefore(MIN_MILLIS) ? MIN_MILLIS.toEpochMilli() : rounded.toEpochMilli();
    }

    /** Reads a decimal number as the double that is nearest to it. The error calls the number {@code what}. */
    static double decimal(Token token, String what, TextCursor in) {
        String text = token.text();
        if (!isDecimal(text)) {
            throw in.expected(what, token);
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw in.expected(what + " in the range of a double", token);
        }
        return value;
    }

    /** Whether a text consists of digits, with or without a sign, a point and an exponent. */
    private static boolean isDecimal(String text) {
        int start = skipSign(text);
        int point = skipDigits(text, start);
        int end = point;
        if (point < text.length() && text.charAt(point) == '.') {
            end = skipDigits(text, point + 1);
        }
        boolean hasDigits = end > start + (end > point ? 1 : 0);
        return hasDigits && (end == text.length() || isExponent(text.substring(end)));
    }

    private static boolean isExponent(String text) {
        if (text.charAt(0) != 'e' && text.charAt(0) != 'E') {
            return false;
        }
        String exponent = text.substring(1);
        int start = skipSign(exponent);
        return start < exponent.length() && skipDigits(exponent, start) == exponent.length();
    }

    /**
     * Reads an integer that consists of digits alone and may have more than fit into a double. Returns -1 for others.
     */
    private static long integer(String text) {
        if (text.isEmpty() || text.length() > MAX_LONG_LENGTH || skipDigits(text, 0) < text.length()) {
            return -1;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether decimal arithmetic is cheap: there are few digits, and the exponent does not make them many. */
    private static boolean isShort(String decimal) {
        int exponent = Math.max(decimal.indexOf('e'), decimal.indexOf('E'));
        return decimal.length() <= MAX_EXACT_LENGTH && (exponent < 0 || decimal.length() - exponent <= 5);
    }

    private static int skipSign(String text) {
        return !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
    }

    private static int skipDigits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
