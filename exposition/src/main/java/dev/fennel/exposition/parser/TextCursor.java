package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.LegacyNames;

/**
 * Walks through a text and counts its lines. Columns are not counted on the way: only an error needs one, and works it
 * out then.
 *
 * <p>Positions are indexes into the text. An error can be made for any position in the current line.
 */
final class TextCursor {
    /** What {@link #peek} returns at the end of the text. */
    static final int END = -1;

    /** How many code points of a wrong token an error shows. */
    private static final int MAX_SHOWN = 60;

    /**
     * A piece of the line that is being parsed.
     *
     * @param text what it says, without quotes and escapes
     * @param position where it begins
     */
    record Token(String text, int position) {}

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

    /** Moves on by one character, which must not be a line feed. */
    void advance() {
        position++;
    }

    /** Moves on if the next character is the given one. Returns whether it was. */
    boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        position++;
        return true;
    }

    /** Moves on by one character, and refuses any but the given one. */
    void expect(char c) {
        if (!skip(c)) {
            throw expected(quoted(c));
        }
    }

    /** Moves on if the given characters come next, none of them a line feed. Returns whether they did. */
    boolean skip(String next) {
        boolean there = text.startsWith(next, position);
        position += there ? next.length() : 0;
        return there;
    }

    /** Moves on by some characters, and refuses any but the given ones. */
    void expect(String next) {
        if (!skip(next)) {
            throw expected(quoted(next));
        }
    }

    /** Moves on to the next character that is neither a blank nor a tab. */
    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    /** Moves to the start of the next line, and refuses anything that stands before it. */
    void expectLineEnd() {
        if (peek() != '\n') {
            throw expected("end of line");
        }
        position++;
        line++;
        lineStart = position;
    }

    /** Takes the text up to a blank, a tab, or the end of the line. It may be empty. */
    Token takeWord() {
        int start = position;
        while (!atLineEnd() && peek() != ' ' && peek() != '\t') {
            position++;
        }
        return since(start);
    }

    /** Takes a part of a composite value: the text up to a separator, a bracket, a blank or the end of the line. */
    Token takePart() {
        int start = position;
        while (!atLineEnd() && ",:]} \t".indexOf(peek()) < 0) {
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

    /**
     * Takes a name that needs no quotes. It is empty if there is none.
     *
     * @param colons whether the name may contain colons
     */
    Token takeName(boolean colons) {
        int start = position;
        while (LegacyNames.isLegal(peek(), position - start, colons)) {
            position++;
        }
        return since(start);
    }

    /** Takes the text up to a double quote, a backslash, or the end of the line. It may be empty. */
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

    /** The exception for a character at the current position that is not what was expected. */
    TextParseException expected(String what) {
        return error(position, "expected " + what + ", got " + found());
    }

    /** The exception for a token that is not what was expected. */
    TextParseException expected(String what, Token token) {
        return error(token.position(), "expected " + what + ", got " + quoted(token.text()));
    }

    /** The exception for a problem at a position in the current line. */
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

    /** A text as errors show it: in quotes, shortened if it is long, and in one line. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(MAX_SHOWN).forEach(c -> {
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                default ->
                    quoted.append(Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c));
            }
        });
        boolean whole = text.codePointCount(0, text.length()) <= MAX_SHOWN;
        return quoted.append(whole ? "\"" : "\"...").toString();
    }
}
