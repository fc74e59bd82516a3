package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of OpenMetrics of any version up to {@code # EOF}; a subclass puts families together from them. */
abstract class OpenMetricsLines {
    final TextCursor in;
    final ParseErrors errors;
    final OpenMetricsGrammar grammar;

    /** The families that are complete and have metrics. */
    final List<MetricFamily> families = new ArrayList<>();

    /** Whether the current line is a sample. */
    private boolean isSample;

    OpenMetricsLines(TextCursor in, ParseErrors errors) {
        this.in = in;
        this.errors = errors;
        this.grammar = new OpenMetricsGrammar(in);
    }

    /** Reads a sample without the line feed behind it. */
    abstract void readSample();

    /** Reads what follows the keyword of a line that describes a family, without the line feed. */
    abstract void readMetadata(Token keyword);

    /**
     * Reports an error in the current line, which is about a metric of a known name, and leaves out the family that the
     * line belongs to.
     */
    abstract void leaveOut(TextParseException error, Token name);

    /** Ends the family that the latest line belongs to, if there is one. */
    abstract void finishFamily();

    final boolean isSample() {
        return isSample;
    }

    final List<MetricFamily> read() {
        boolean more = true;
        while (more) {
            grammar.beginLine();
            try {
                more = readLine();
                if (more) {
                    in.expectLineEnd();
                }
            } catch (TextParseException e) {
                leaveOut(e);
                more = in.peek() != TextCursor.END;
                in.skipLine();
            }
        }
        finishFamily();
        readEnd();
        families.removeIf(family -> errors.concern(family.name()));
        return List.copyOf(families);
    }

    private void leaveOut(TextParseException error) {
        Token name = grammar.lineName();
        if (name.text().isEmpty()) {
            errors.add(error, null);
        } else {
            leaveOut(error, name);
        }
    }

    /** Reads a line without the line feed at its end. Returns whether another line has to follow. */
    private boolean readLine() {
        if (in.peek() == TextCursor.END) {
            throw in.expected("\"# EOF\"");
        }
        isSample = !in.skip('#');
        if (isSample) {
            readSample();
            return true;
        }
        in.expect(' ');
        Token keyword = in.takeWord();
        switch (keyword.text()) {
            case "EOF" -> {
                return false;
            }
            case "HELP", "TYPE", "UNIT" -> readMetadata(keyword);
            default -> throw in.expected("HELP, TYPE, UNIT or EOF", keyword);
        }
        return true;
    }

    /** Reads what may stand behind {@code # EOF}. */
    private void readEnd() {
        if (in.peek() == '\n') {
            in.expectLineEnd();
        }
        if (in.peek() != TextCursor.END) {
            errors.add(in.expected("end of input"), null);
        }
    }

    /** The type that a word says. */
    static OpenMetricsType type(Token word, TextCursor in) {
        OpenMetricsType type = OpenMetricsType.of(word.text());
        if (type == null) {
            throw in.expected("a metric type", word);
        }
        return type;
    }

    /** Refuses a line that describes a family behind samples of it. */
    final void checkBeforeSamples(boolean hasSamples, Token keyword, Token name) {
        if (hasSamples) {
            throw in.error(
                    keyword.position(),
                    "expected the " + keyword.text() + " line of " + TextCursor.quoted(name.text())
                            + " before its samples");
        }
    }
}
