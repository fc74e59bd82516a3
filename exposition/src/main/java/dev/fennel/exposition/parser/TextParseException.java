package dev.fennel.exposition.parser;

/**
 * Thrown for a text that is not in the format of its parser. The message contains the line and the column, what was
 * expected there, and what stood there instead.
 */
public final class TextParseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The line of the error, from 1. */
    private final int line;

    /** The column of the error, from 1. */
    private final int column;

    TextParseException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /**
     * The line of the error.
     *
     * @return 1 for the first line
     */
    public int line() {
        return line;
    }

    /**
     * The column of the error, in code points. An error of several lines together, such as a histogram that lacks a
     * bucket, has the first column of the first of these lines.
     *
     * @return 1 for the first column
     */
    public int column() {
        return column;
    }
}
