package dev.fennel.exposition.graphite;

/**
 * Makes nodes of a Graphite path out of any text, as client_golang does: letters, digits, {@code _}, {@code :} and
 * {@code -} of ASCII stay, every other character becomes {@code _}, of which no two stand side by side, and a blank
 * begins another node.
 */
final class PathNodes {
    private PathNodes() {}

    /** Appends the nodes with dots between them, but for empty ones; false if there is none. */
    static boolean put(String text, StringBuilder path) {
        int start = path.length();
        boolean nodeEnded = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                nodeEnded = path.length() > start;
                continue;
            }
            if (nodeEnded) {
                path.append('.');
                nodeEnded = false;
            }
            char valid = isValid(c) ? c : '_';
            if (valid != '_' || path.length() == start || path.charAt(path.length() - 1) != '_') {
                path.append(valid);
            }
        }
        return path.length() > start;
    }

    private static boolean isValid(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '-';
    }
}
