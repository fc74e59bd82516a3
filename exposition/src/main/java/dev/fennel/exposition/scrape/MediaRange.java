package dev.fennel.exposition.scrape;

import java.util.Locale;

/**
 * One clause of an {@code Accept} header (RFC 9110, section 12.5.1), with those of its parameters that tell formats of
 * Prometheus apart. What else it has is passed over.
 *
 * @param type the media type in lower case, such as {@code text/plain}
 * @param version the parameter {@code version}, or null
 * @param proto the parameter {@code proto}, or null
 * @param encoding the parameter {@code encoding}, or null
 * @param escaping the parameter {@code escaping}, or null
 * @param weight the {@link QualityValue}
 */
record MediaRange(String type, String version, String proto, String encoding, String escaping, int weight) {
    /**
     * Reads a clause, in time that grows linearly with its length.
     *
     * @return the clause, or null if it breaks the grammar
     */
    static MediaRange parse(String clause) {
        int typeEnd = end(clause, 0, ';');
        String version = null;
        String proto = null;
        String encoding = null;
        String escaping = null;
        int weight = QualityValue.DEFAULT;
        for (int start = typeEnd + 1, end; start < clause.length(); start = end + 1) {
            end = end(clause, start, ';');
            int equals = start;
            while (equals < end && clause.charAt(equals) != '=') {
                equals++;
            }
            if (equals == end) {
                if (clause.substring(start, end).isBlank()) {
                    continue; // RFC 9110, section 5.6.6, allows a semicolon too many
                }
                return null;
            }
            String value = unquoted(clause.substring(equals + 1, end).strip());
            switch (clause.substring(start, equals).strip().toLowerCase(Locale.ROOT)) {
                case "version" -> version = value;
                case "proto" -> proto = value;
                case "encoding" -> encoding = value;
                case "escaping" -> escaping = value;
                case "q" -> weight = QualityValue.parse(value);
                default -> {} // charset and the like, which decide nothing
            }
        }
        String type = clause.substring(0, typeEnd).strip().toLowerCase(Locale.ROOT);
        return weight == QualityValue.INVALID ? null : new MediaRange(type, version, proto, encoding, escaping, weight);
    }

    /** The index of the first separator that is not inside a quoted string, or the length. */
    static int end(String text, int start, char separator) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == separator) {
                return i;
            }
        }
        return text.length();
    }

    /** No value that means anything here has a character that needs a backslash, so none is taken away. */
    private static String unquoted(String value) {
        int last = value.length() - 1;
        return last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"' ? value.substring(1, last) : value;
    }
}
