package dev.fennel.exposition;

/**
 * How names that the legacy rules of Prometheus do not allow are written for a reader that knows only these rules.
 *
 * <p>A name that is legal stays as it is, the same object, under every scheme. Legal are metric names of the pattern
 * {@code [a-zA-Z_:][a-zA-Z0-9_:]*} and label names of {@code [a-zA-Z_][a-zA-Z0-9_]*}. (client_golang applies the
 * pattern for metrics to labels too, and so writes a colon that a label name cannot have.)
 */
enum EscapingScheme {
    /** Writes {@code _} for each code point that is not legal where it stands. */
    UNDERSCORES("underscores");

    private final String parameter;

    EscapingScheme(String parameter) {
        this.parameter = parameter;
    }

    /** A metric name as this scheme writes it. */
    String metricName(String name) {
        return escape(name, true);
    }

    /** A label name as this scheme writes it. */
    String labelName(String name) {
        return escape(name, false);
    }

    private static String escape(String name, boolean colons) {
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i), i, colons)) {
                return withUnderscores(name, colons);
            }
        }
        return name;
    }

    private static String withUnderscores(String name, boolean colons) {
        StringBuilder escaped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int codePoint = name.codePointAt(i);
            escaped.append(isLegal(codePoint, i, colons) ? (char) codePoint : '_');
        }
        return escaped.toString();
    }

    static boolean isLegal(int c, int index, boolean colons) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || c >= '0' && c <= '9' && index > 0
                || c == ':' && colons;
    }

    /** The scheme as the parameter {@code escaping} of a content type says it. */
    @Override
    public String toString() {
        return parameter;
    }
}
