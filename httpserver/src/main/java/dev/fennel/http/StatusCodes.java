package dev.fennel.http;

/** Makes label values of HTTP status codes, each string once. */
final class StatusCodes {
    static final String UNKNOWN = "unknown";

    private static final int MIN = 100;
    private static final int MAX = 599;

    /** Filled as codes turn up. Threads may make the same string twice, which does no harm. */
    private static final String[] LABEL_VALUES = new String[MAX - MIN + 1];

    private StatusCodes() {}

    /** The code in digits, or {@code unknown} if it is none. */
    static String labelValue(int code) {
        if (code < MIN || code > MAX) {
            return UNKNOWN;
        }
        String made = LABEL_VALUES[code - MIN];
        if (made == null) {
            made = Integer.toString(code);
            LABEL_VALUES[code - MIN] = made;
        }
        return made;
    }
}
