package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.SampleLine.LabelToken;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads OpenMetrics 2.0, in which the lines of a family stand together and all have its name. */
final class OpenMetrics2Families {
    private final TextCursor in;

    /** Names, labels and help texts are written as in OpenMetrics 1.0. */
    private final OpenMetricsGrammar grammar;

    private final List<MetricFamily> families = new ArrayList<>();

    /** The names of all families so far. */
    private final Set<String> names = new HashSet<>();

    /** The family that the latest line belongs to; null before the first line. */
    private @Nullable OpenMetrics2Family current;

    OpenMetrics2Families(TextCursor in) {
        this.in = in;
        this.grammar = new OpenMetricsGrammar(in);
    }

    List<MetricFamily> read() {
        while (readLine()) {
            in.expectLineEnd();
        }
        finishFamily();
        if (in.peek() == '\n') {
            in.expectLineEnd();
        }
        if (in.peek() != TextCursor.END) {
            throw in.expected("end of input");
        }
        return List.copyOf(families);
    }

    /** Reads a line without the line feed at its end. Returns whether another line has to follow. */
    private boolean readLine() {
        if (in.peek() == TextCursor.END) {
            throw in.expected("\"# EOF\"");
        }
        if (!in.skip('#')) {
            readSample();
            return true;
        }
        in.expect(' ');
        Token keyword = in.takeWord();
        switch (keyword.text()) {
            case "EOF" -> {
                return false;
            }
            case "TYPE" -> readDescribed(keyword).readType(keyword);
            case "UNIT" -> readDescribed(keyword).readUnit(keyword);
            case "HELP" -> readDescribed(keyword).readHelp(keyword);
            default -> throw in.expected("TYPE, UNIT, HELP or EOF", keyword);
        }
        return true;
    }

    /** Reads the name of the family that a TYPE, UNIT or HELP line describes, and returns that family. */
    private OpenMetrics2Family readDescribed(Token keyword) {
        in.expect(' ');
        Token name = grammar.readMetricName();
        in.expect(' ');
        OpenMetrics2Family family = familyOf(name);
        if (family.hasSamples()) {
            throw in.error(
                    keyword.position(),
                    "expected the " + keyword.text() + " line of " + TextCursor.quoted(name.text())
                            + " before its samples");
        }
        return family;
    }

    private void readSample() {
        List<LabelToken> labels = new ArrayList<>();
        Token name = grammar.readNameAndLabels(labels);
        familyOf(name).readSample(name, labels);
    }

    /** The present family, or a new one if it is called something else. */
    private OpenMetrics2Family familyOf(Token name) {
        OpenMetrics2Family family = current;
        if (family != null && family.name().equals(name.text())) {
            return family;
        }
        finishFamily();
        if (!names.add(name.text())) {
            throw in.error(
                    name.position(),
                    "expected the lines of a family together, got " + TextCursor.quoted(name.text()) + " again");
        }
        family = new OpenMetrics2Family(name, in, grammar);
        current = family;
        return family;
    }

    private void finishFamily() {
        if (current != null && current.hasSamples()) {
            families.add(current.build());
        }
    }
}
