package dev.fennel.http;

/** Makes label values of HTTP status codes, and keeps each string. */
final class StatusCodes {
    private static final int MIN = 100;
    private static final int MAX = 599;

    /**
     * Filled as codes turn up. It is read and written without a lock: a string is immutable and safe to publish by a
     * race, and two threads that make the same string do no harm.
     */
    private static final String[] LABEL_VALUES = new String[MAX - MIN + 1];

    private StatusCodes() {}

    /** The code in digits, or {@code unknown} if it is not a status code. */
    static String labelValue(int code) {
        if (code < MIN || code > MAX) {
            return RequestLabels.UNKNOWN;
        }
        String made = LABEL_VALUES[code - MIN];
        if (made == null) {
            made = Integer.toString(code);
            LABEL_VALUES[code - MIN] = made;
        }
        return made;
    }
}
