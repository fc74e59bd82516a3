package dev.fennel.exposition.graphite;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The two ways in which Graphite can name a series with labels. {@link #putNode} makes a node of a path from any text,
 * in both. Different texts can become the same node, and different values the same tag.
 */
enum PathStyle {
    /** Labels and their values become nodes of the path: {@code http_requests_total.code.200.method.GET}. */
    NODES {
        @Override
        void putLabels(SortedMap<String, String> labels, StringBuilder path) {
            labels.forEach((label, value) -> {
                path.append('.');
                putNode(label, path);
                path.append('.');
                putNode(value, path);
            });
        }
    },

    /** Labels become tags, which Graphite has since 1.1: {@code http_requests_total;code=200;method=GET}. */
    TAGS {
        @Override
        void putLabels(SortedMap<String, String> labels, StringBuilder path) {
            SortedMap<String, String> tags = labels;
            if (labels.containsKey(OWN_TAG)) {
                tags = new TreeMap<>(labels);
                tags.put(renamed(labels), tags.remove(OWN_TAG));
            }
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                // To Prometheus an empty value is the same as no label, and Graphite refuses empty values.
                if (!tag.getValue().isEmpty()) {
                    path.append(';').append(tag.getKey()).append('=');
                    putTagValue(tag.getValue(), path);
                }
            }
        }
    };

    /** The tag in which Graphite stores the path. A series' own tag of this name would replace it, or be lost. */
    private static final String OWN_TAG = "name";

    /** Appends labels to the path of a series. */
    abstract void putLabels(SortedMap<String, String> labels, StringBuilder path);

    /** The name that Prometheus gives to a scraped label which clashes with a label of the target. */
    private static String renamed(SortedMap<String, String> labels) {
        String name = OWN_TAG;
        while (labels.containsKey(name)) {
            name = "exported_" + name;
        }
        return name;
    }

    /**
     * Appends a node made from any text, as client_golang does, except for blanks: ASCII letters, digits, {@code _},
     * {@code :} and {@code -} stay, any other character becomes {@code _}, and several {@code _} in a row become one.
     * client_golang begins a new node at a blank, after which nodes no longer alternate between labels and values. The
     * position of a node says what it means, so an empty text becomes a node too, {@code _}.
     */
    static void putNode(String text, StringBuilder path) {
        int start = path.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char valid = isNodeCharacter(c) ? c : '_';
            if (valid != '_' || path.length() == start || path.charAt(path.length() - 1) != '_') {
                path.append(valid);
            }
        }
        if (path.length() == start) {
            path.append('_');
        }
    }

    private static boolean isNodeCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '-';
    }

    /**
     * Appends a label value that is not empty as the value of a tag. These characters become {@code _}: all kinds of
     * blanks and control characters, which separate the parts of a line; {@code ;}, which ends the value; {@code ~} at
     * the beginning, which carbon refuses; and double quotes, because carbon takes a path that ends in <code>"}</code>
     * for another syntax.
     */
    private static void putTagValue(String value, StringBuilder path) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            path.append(isSeparator(c) || c == ';' || c == '"' || (c == '~' && i == 0) ? '_' : c);
        }
    }

    /** Whether carbon may split a line at a character. It splits at more than what Java calls white space. */
    private static boolean isSeparator(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
