package dev.fennel.exposition;

/** Appends free text to a line of a text format, with the characters escaped that would end the text or the line. */
final class TextEscapes {
    private TextEscapes() {}

    /** Appends a help text: escapes backslash and line feed. */
    static void putHelp(String help, ByteBuf out) {
        put(help, false, out);
    }

    /** Appends what stands between double quotes: escapes backslash, line feed and double quote. */
    static void putQuoted(String text, ByteBuf out) {
        put(text, true, out);
    }

    private static void put(String text, boolean quoted, ByteBuf out) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\\' || quoted && c == '"') {
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
