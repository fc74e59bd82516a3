package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.LegacyNames;
import dev.fennel.exposition.internal.Visible;

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
    private final boolean wasBytes;
    private final boolean malformed;
    private int position;
    private int line = 1;
    private int lineStart;

    TextCursor(String text) {
        this(text, false);
    }

    private TextCursor(String text, boolean wasBytes) {
        this.text = text;
        this.wasBytes = wasBytes;
        this.malformed = Utf8Text.malformed(text, 0, text.length()) >= 0;
    }

    /** A cursor at the start of a text in UTF-8. */
    static TextCursor of(byte[] utf8) {
        return new TextCursor(Utf8Text.decode(utf8), true);
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

    /** Moves to the start of the next line, or to the end of the text. */
    void skipLine() {
        takeLine();
        if (peek() == '\n') {
            expectLineEnd();
        }
    }

    /** Refuses a text that is not valid UTF-8, wherever that is. */
    void checkEncoding() {
        int at = malformed ? Utf8Text.malformed(text, 0, text.length()) : -1;
        if (at >= 0) {
            int lines = (int) text.chars().limit(at).filter(c -> c == '\n').count();
            int start = text.lastIndexOf('\n', at) + 1;
            throw new TextParseException(lines + 1, text.codePointCount(start, at) + 1, notUtf8(at));
        }
    }

    /** Refuses the current line if it is not valid UTF-8. */
    void checkLineEncoding() {
        int at = malformedInLine();
        if (at >= 0) {
            throw new TextParseException(line, column(at), notUtf8(at));
        }
    }

    private int malformedInLine() {
        return malformed ? Utf8Text.malformed(text, lineStart, lineEnd()) : -1;
    }

    private String notUtf8(int at) {
        return "expected valid UTF-8, got " + Utf8Text.describe(text.charAt(at), wasBytes);
    }

    /** Whether the text begins with a byte order mark. If so, moves behind it. */
    boolean skipByteOrderMark() {
        return position == 0 && skip('\ufeff');
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
        position = lineEnd();
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

    private int lineEnd() {
        int end = text.indexOf('\n', position);
        return end < 0 ? text.length() : end;
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

    /** The exception for a sample that its metric already has. */
    TextParseException duplicate(Token sampleName) {
        return error(sampleName.position(), "duplicate sample " + quoted(sampleName.text()));
    }

    /**
     * The exception for a problem at a position in the current line. It also says what is wrong with the line as a
     * whole, if that may be the cause.
     */
    TextParseException error(int at, String problem) {
        int malformedAt = malformedInLine();
        if (malformedAt >= 0) {
            return new TextParseException(line, column(malformedAt), notUtf8(malformedAt));
        }
        int end = lineEnd();
        boolean carriageReturn = end > lineStart && text.charAt(end - 1) == '\r';
        return new TextParseException(
                line,
                column(at),
                carriageReturn
                        ? problem + "; the line ends in a carriage return, expected a line feed alone"
                        : problem);
    }

    private int column(int at) {
        return text.codePointCount(lineStart, at) + 1;
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
        boolean whole = text.codePointCount(0, text.length()) <= MAX_SHOWN;
        String shown = whole ? text : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN));
        String escaped = shown.replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + Visible.of(escaped) + (whole ? "\"" : "\"...");
    }
}
