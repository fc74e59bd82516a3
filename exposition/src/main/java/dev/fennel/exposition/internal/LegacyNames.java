package dev.fennel.exposition.internal;

/**
 * The legacy names of Prometheus, which need no quotes and which every reader understands: metric names of the pattern
 * {@code [a-zA-Z_:][a-zA-Z0-9_:]*} and label names of {@code [a-zA-Z_][a-zA-Z0-9_]*}.
 */
public final class LegacyNames {
    private LegacyNames() {}

    /**
     * Whether a metric name is a legacy name.
     *
     * @param name any string
     * @return true if it needs neither quotes nor escaping
     */
    public static boolean isMetricName(String name) {
        return isName(name, true);
    }

    /**
     * Whether a label name is a legacy name.
     *
     * @param name any string
     * @return true if it needs neither quotes nor escaping
     */
    public static boolean isLabelName(String name) {
        return isName(name, false);
    }

    private static boolean isName(String name, boolean colons) {
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i), i, colons)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /**
     * Whether a legacy name may contain a character.
     *
     * @param c a code unit, or a negative number for the end of the text
     * @param index its position in the name
     * @param colons whether colons are legal, as in metric names
     * @return true if it may
     */
    public static boolean isLegal(int c, int index, boolean colons) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (c >= '0' && c <= '9' && index > 0)
                || (c == ':' && colons);
    }

    /** Whether a text has only characters of metric names, as a unit in OpenMetrics 2.0; a digit may be the first. */
    public static boolean isUnit(String text) {
        boolean legal = true;
        for (int i = 0; legal && i < text.length(); i++) {
            legal = isLegal(text.charAt(i), 1, true);
        }
        return legal;
    }
}
