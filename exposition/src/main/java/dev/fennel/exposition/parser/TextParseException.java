package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Visible;

/**
 * Thrown for a text that is not in the format of its parser. The message contains the line and the column, what was
 * expected there, and what stood there instead. It is bounded, a few hundred characters with the middle of what is
 * longer left out, and what would not be seen is escaped in it.
 */
public final class TextParseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * How many characters a problem keeps at its start and at its end: what was expected, and what was there. Whole,
     * that of a histogram with a million buckets had 9.9 million characters.
     */
    private static final int MAX_START = 300;

    private static final int MAX_END = 100;

    /** The line of the error, from 1. */
    private final int line;

    /** The column of the error, from 1. */
    private final int column;

    /** The name of the metric, empty if it is not known. Set once, before anybody else sees the exception. */
    private String metric = "";

    TextParseException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + Visible.of(cut(problem)));
        this.line = line;
        this.column = column;
    }

    private static String cut(String problem) {
        if (problem.codePointCount(0, problem.length()) <= MAX_START + MAX_END) {
            return problem;
        }
        int start = problem.offsetByCodePoints(0, MAX_START);
        int end = problem.offsetByCodePoints(problem.length(), -MAX_END);
        return problem.substring(0, start) + "..." + problem.substring(end);
    }

    /**
     * The line of the error. An error of several lines together, such as buckets that do not add up, has the first line
     * that does not fit the ones before it; if something is missing, it has the last line of that metric.
     *
     * @return 1 for the first line
     */
    public int line() {
        return line;
    }

    /**
     * The column of the error, in code points.
     *
     * @return 1 for the first column, also for an error that is about a line as a whole
     */
    public int column() {
        return column;
    }

    /**
     * The name of the metric that the error is about, which is the name of its family.
     *
     * @return the name, empty if the error is in a line whose name could not be read, or not in the line of a metric
     */
    public String metric() {
        return metric;
    }

    void setMetric(String newMetric) {
        metric = newMetric;
    }
}
