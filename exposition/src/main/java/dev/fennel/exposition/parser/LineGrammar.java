package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.SampleLine.LabelToken;
import dev.fennel.exposition.parser.TextCursor.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The grammar of a line, as far as all text formats share it. The formats differ in their blanks, in their escapes, and
 * in what follows the value of a sample.
 *
 * <p>Every method reads on from the position of the cursor. A line that is not valid UTF-8 is refused as soon as its
 * name is known. An instance serves one text.
 */
abstract class LineGrammar {
    /** Stands for a name that was not read; no name is empty. */
    private static final Token NO_NAME = new Token("", 0);

    final TextCursor in;

    /** The name of the metric that the current line is about; empty if it was not read yet, or there is none. */
    private Token lineName = NO_NAME;

    /** One instance of each label name: the series of a family repeat the same names. */
    private final Map<String, String> labelNames = new HashMap<>();

    LineGrammar(TextCursor in) {
        this.in = in;
    }

    /** Reads the blanks between two tokens that are distinct without blanks. */
    abstract void readOptionalBlanks();

    /** Reads the blanks that separate two tokens. */
    abstract void readBlanks();

    /** Whether the items in braces may stand in any order, and a comma may follow the last one. */
    abstract boolean hasLooseBraces();

    /** Whether a backslash stands for itself when no backslash, n or quote follows it. */
    abstract boolean hasUnknownEscapes();

    /** Reads what follows the value of a sample, up to the end of the line. */
    abstract SampleLine readAfterValue(Token name, List<LabelToken> labels, Token value, double number);

    /** Forgets the name of the metric in the last line. */
    final void beginLine() {
        lineName = NO_NAME;
    }

    /** The name of the metric that the current line is about, also if the rest of the line has an error. */
    final Token lineName() {
        return lineName;
    }

    /** Reads a sample up to the end of the line. */
    final SampleLine readSample() {
        List<LabelToken> labels = new ArrayList<>();
        Token name = readNameAndLabels(labels);
        readBlanks();
        Token value = readWord("a number");
        return readAfterValue(name, labels, value, NumberGrammar.value(value, in));
    }

    /**
     * Reads what stands before the value of a sample.
     *
     * @param labels the list to which the labels are added
     * @return the name of the sample
     */
    final Token readNameAndLabels(List<LabelToken> labels) {
        Token name = in.takeName(true);
        boolean named = !name.text().isEmpty();
        if (named) {
            lineName = name;
            readOptionalBlanks();
        }
        if (in.peek() == '{') {
            readBraces(labels, !named);
        } else if (!named) {
            throw in.expected("a metric name");
        }
        in.checkLineEncoding(); // before the model sees a label
        return lineName;
    }

    /**
     * Reads labels in braces.
     *
     * @param labels the list to which the labels are added
     * @param withName whether the name of the metric stands in the braces too
     */
    final void readBraces(List<LabelToken> labels, boolean withName) {
        in.expect('{');
        readOptionalBlanks();
        Set<String> names = new HashSet<>();
        boolean more = in.peek() != '}';
        while (more) {
            boolean quoted = in.peek() == '"';
            Token name = quoted ? readQuoted() : in.takeName(false);
            readOptionalBlanks();
            boolean isMetricName = withName && quoted && lineName == NO_NAME && in.peek() != '=';
            if (isMetricName) {
                lineName = checkMetricName(name, labels);
            } else {
                labels.add(readLabel(name, names));
            }
            readOptionalBlanks();
            more = in.skip(',');
            if (!more && in.peek() != '}') {
                throw in.expected("\",\" or \"}\"");
            }
            readOptionalBlanks();
            more &= !(hasLooseBraces() && in.peek() == '}');
        }
        if (withName && lineName == NO_NAME) {
            throw in.expected("a metric name in quotes");
        }
        in.expect('}');
    }

    private Token checkMetricName(Token name, List<LabelToken> labels) {
        if (name.text().isEmpty() || (!labels.isEmpty() && !hasLooseBraces())) {
            throw in.expected(labels.isEmpty() ? "a metric name" : "a label with a value", name);
        }
        return name;
    }

    private LabelToken readLabel(Token name, Set<String> names) {
        String text = name.text();
        if (text.isEmpty()) {
            throw in.position() == name.position() ? in.expected("a label name") : in.expected("a label name", name);
        }
        if (text.equals("__name__")) { // the metric name; other names in underscores come from escaping
            throw in.error(name.position(), "label name " + TextCursor.quoted(text) + " is reserved");
        }
        if (!names.add(text)) {
            throw in.error(name.position(), "duplicate label name " + TextCursor.quoted(text));
        }
        in.expect('=');
        readOptionalBlanks();
        String known = labelNames.putIfAbsent(text, text);
        return new LabelToken(known == null ? name : new Token(known, name.position()), readQuoted());
    }

    /** Reads the name of a metric or a family, with or without quotes. */
    final Token readMetricName() {
        Token name = in.peek() == '"' ? readQuoted() : in.takeName(true);
        if (name.text().isEmpty()) {
            throw in.position() == name.position() ? in.expected("a metric name") : in.expected("a metric name", name);
        }
        lineName = name;
        in.checkLineEncoding();
        return name;
    }

    /**
     * Reads a help text up to the end of the line.
     *
     * @param bareQuotes whether quotes may stand in it without a backslash
     */
    final String readHelp(boolean bareQuotes) {
        StringBuilder text = new StringBuilder(readText());
        while (bareQuotes && in.skip('"')) {
            text.append('"').append(readText());
        }
        if (!in.atLineEnd()) {
            throw in.expected("end of line");
        }
        return text.toString();
    }

    /** Reads up to the next blank, and refuses an empty word. The error calls what is missing {@code what}. */
    final Token readWord(String what) {
        Token word = in.takeWord();
        if (word.text().isEmpty()) {
            throw in.expected(what);
        }
        return word;
    }

    private Token readQuoted() {
        int start = in.position();
        in.expect('"');
        String text = readText();
        in.expect('"');
        return new Token(text, start);
    }

    /** Reads up to a quote or the end of the line, and replaces the escapes. */
    private String readText() {
        String text = in.takeUnescaped();
        if (in.peek() != '\\') {
            return text;
        }
        StringBuilder unescaped = new StringBuilder(text);
        while (in.peek() == '\\') {
            readEscape(unescaped);
            unescaped.append(in.takeUnescaped());
        }
        return unescaped.toString();
    }

    private void readEscape(StringBuilder text) {
        in.advance();
        if (in.skip('n')) {
            text.append('\n');
        } else if (in.skip('\\')) {
            text.append('\\');
        } else if (in.skip('"')) {
            text.append('"');
        } else if (in.atLineEnd() || !hasUnknownEscapes()) {
            throw in.expected("\"\\\\\", \"n\" or \"\\\"\" after a backslash");
        } else {
            text.append('\\');
        }
    }
}
