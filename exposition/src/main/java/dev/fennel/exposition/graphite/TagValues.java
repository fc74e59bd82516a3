package dev.fennel.exposition.graphite;

/** Makes values of Graphite tags out of label values, which stay as they are but for what would break the line. */
final class TagValues {
    private TagValues() {}

    /**
     * Appends a value that is not empty. A {@code _} takes the place of all kinds of blanks and control characters,
     * which separate the parts of a line; of {@code ;}, which ends the value; of {@code ~} at its beginning, which
     * carbon refuses; and of double quotes, as carbon takes a path that ends in <code>"}</code> for another syntax.
     */
    static void put(String value, StringBuilder path) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            path.append(isSeparator(c) || c == ';' || c == '"' || c == '~' && i == 0 ? '_' : c);
        }
    }

    /** More than Java calls white space: carbon splits lines at what Python does. */
    private static boolean isSeparator(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
