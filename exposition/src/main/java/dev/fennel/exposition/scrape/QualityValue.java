package dev.fennel.exposition.scrape;

/** How much a client wants what it accepts, in thousandths (RFC 9110, section 12.4.2). */
final class QualityValue {
    /** Unless the client says otherwise. */
    static final int DEFAULT = 1000;

    /** Stands for text that is no such value. */
    static final int INVALID = -1;

    private QualityValue() {}

    /**
     * Reads a value of at most three decimals, such as {@code 0.75}.
     *
     * @return a number from 0 to 1000, or {@link #INVALID}
     */
    static int parse(String text) {
        int length = text.length();
        if (length == 0 || length > 5 || length > 1 && text.charAt(1) != '.') {
            return INVALID;
        }
        int thousandths = 0;
        for (int i = 0; i < 5; i++) {
            char digit = i < length && i != 1 ? text.charAt(i) : '0';
            if (digit < '0' || digit > '9') {
                return INVALID;
            }
            thousandths = i == 1 ? thousandths : 10 * thousandths + digit - '0';
        }
        return thousandths <= DEFAULT ? thousandths : INVALID;
    }
}
