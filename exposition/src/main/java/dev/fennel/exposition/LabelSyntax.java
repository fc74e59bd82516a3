package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.LegacyNames;

/**
 * How a format writes the label pairs of a series, and how the text formats escape label values and other free text.
 */
interface LabelSyntax {
    /**
     * The pairs of the text formats: {@code a="b","c.d"="e"}. The braces are not written here, because inside them the
     * metric name may come before the pairs, and {@code le} or {@code quantile} after them.
     */
    LabelSyntax TEXT = new LabelSyntax() {
        @Override
        public void put(int index, String name, String value, ByteBuf out) {
            if (index > 0) {
                out.put(',');
            }
            if (LegacyNames.isLabelName(name)) {
                out.putAscii(name);
            } else {
                out.put('"');
                putEscaped(name, out);
                out.put('"');
            }
            out.put('=');
            out.put('"');
            putEscaped(value, out);
            out.put('"');
        }
    };

    /**
     * Appends one pair.
     *
     * @param index the pair's position among the pairs of its series
     * @param name the label name, already escaped by the {@link EscapingScheme}
     * @param value the label value, not yet escaped
     * @param out receives the bytes
     */
    void put(int index, String name, String value, ByteBuf out);

    /**
     * Appends a label value, a quoted name, or a text of OpenMetrics: escapes backslash, line feed and double quote.
     */
    static void putEscaped(String text, ByteBuf out) {
        putEscaped(text, true, out);
    }

    /** Appends a help text of the text format 0.0.4: escapes backslash and line feed, but no double quote. */
    static void putEscapedHelp(String help, ByteBuf out) {
        putEscaped(help, false, out);
    }

    private static void putEscaped(String text, boolean quotes, ByteBuf out) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\\' || (quotes && c == '"')) {
                out.put('\\');
                out.put(c);
            } else if (c == '\n') {
                out.put('\\');
                out.put('n');
            } else if (c < 0x80) {
                out.put(c);
            } else {
                int codePoint = text.codePointAt(i);
                out.putCodePoint(codePoint);
                i += Character.charCount(codePoint) - 1;
            }
        }
    }
}
