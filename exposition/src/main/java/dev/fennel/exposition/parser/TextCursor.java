package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.LegacyNames;

/**
 * Walks through a text and knows in which line it is. Only an error is told a column, so that is not counted on the
 * way.
 *
 * <p>Positions are indexes into the text; those of the current line can become errors.
 */
final class TextCursor {
    /** Stands for the character behind the last one. */
    static final int END = -1;

    /** As much of a wrong token as an error tells. */
    private static final int TOLD = 60;

    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    TextCursor(String text) {
        this.text = text;
    }

    /** The next character, or {@link #END}. */
    int peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    /** Whether the line or the text ends here. */
    boolean atLineEnd() {
        int next = peek();
        return next == '\n' || next == END;
    }

    int position() {
        return position;
    }

    int line() {
        return line;
    }

    /** Moves on by a character, which is not a line feed. */
    void advance() {
        position++;
    }

    /** Moves on if the next character is the given one, and says whether it was. */
    boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        position++;
        return true;
    }

    /** Moves on over a character. */
    void expect(char c) {
        if (!skip(c)) {
            throw expected(quoted(c));
        }
    }

    /** Moves on to what is neither a blank nor a tab. */
    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    /** Moves to the start of the next line. */
    void expectLineEnd() {
        if (peek() != '\n') {
            throw expected("end of line");
        }
        position++;
        line++;
        lineStart = position;
    }

    /** Takes what there is up to a blank, a tab, or the end of the line. */
    Token takeWord() {
        int start = position;
        while (!atLineEnd() && peek() != ' ' && peek() != '\t') {
            position++;
        }
        return since(start);
    }

    /** Takes the rest of the line. */
    Token takeLine() {
        int start = position;
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
        return since(start);
    }

    /** Takes a name that needs no quotes, which is empty if there is none. */
    Token takeName(boolean colons) {
        int start = position;
        while (LegacyNames.isLegal(peek(), position - start, colons)) {
            position++;
        }
        return since(start);
    }

    /** Takes what there is up to a double quote, a backslash, or the end of the line. */
    String takeUnescaped() {
        int start = position;
        while (!atLineEnd() && peek() != '"' && peek() != '\\') {
            position++;
        }
        return text.substring(start, position);
    }

    private Token since(int start) {
        return new Token(text.substring(start, position), start);
    }

    /** Says that something else stands here than what was expected. */
    TextParseException expected(String what) {
        return error(position, "expected " + what + ", got " + found());
    }

    /** Says that a token is not what was expected. */
    TextParseException expected(String what, Token token) {
        return error(token.position(), "expected " + what + ", got " + quoted(token.text()));
    }

    /** Says what is wrong in the current line. */
    TextParseException error(int at, String problem) {
        return new TextParseException(line, text.codePointCount(lineStart, at) + 1, problem);
    }

    private String found() {
        return switch (peek()) {
            case END -> "end of input";
            case '\n' -> "end of line";
            default -> quoted(text.codePointAt(position));
        };
    }

    private static String quoted(int codePoint) {
        return quoted(Character.toString(codePoint));
    }

    /** A text as errors show it: in quotes, not too long, and in one line. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(TOLD).forEach(c -> {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                default ->
                    quoted.append(Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c));
            }
        });
        boolean whole = text.codePointCount(0, text.length()) <= TOLD;
        return quoted.append(whole ? "\"" : "\"...").toString();
    }
}
