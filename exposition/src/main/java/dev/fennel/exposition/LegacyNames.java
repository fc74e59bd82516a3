package dev.fennel.exposition;

/**
 * The names that every reader of the formats understands bare, without quotes: metric names of the pattern
 * {@code [a-zA-Z_:][a-zA-Z0-9_:]*} and label names of {@code [a-zA-Z_][a-zA-Z0-9_]*}.
 */
final class LegacyNames {
    private LegacyNames() {}

    static boolean isMetricName(String name) {
        return isName(name, true);
    }

    static boolean isLabelName(String name) {
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

    /** Whether a character may stand at an index of a name in which colons are legal or not. */
    static boolean isLegal(int c, int index, boolean colons) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c >= '0' && c <= '9' && index > 0
                || c == ':' && colons;
    }
}
