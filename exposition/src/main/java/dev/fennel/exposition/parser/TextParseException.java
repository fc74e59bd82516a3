package dev.fennel.exposition.parser;

/** Says where a text is not in the format it should be in, what was expected there, and what stood there instead. */
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
     * The column of the error, in code points. What is wrong with several lines together, such as a histogram that
     * lacks a bucket, is said of the first column of the first of them.
     *
     * @return 1 for the first column
     */
    public int column() {
        return column;
    }
}
