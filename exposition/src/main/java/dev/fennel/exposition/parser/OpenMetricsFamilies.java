package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads OpenMetrics 1.0, in which the lines of a family stand together. */
final class OpenMetricsFamilies {
    private final TextCursor in;
    private final OpenMetricsGrammar grammar;
    private final List<MetricFamily> families = new ArrayList<>();

    /** The names of the families that are complete, and of all samples that they may have. */
    private final Set<String> taken = new HashSet<>();

    /** The family that the latest line belongs to; null before the first line. */
    private @Nullable OpenMetricsFamily current;

    OpenMetricsFamilies(TextCursor in) {
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
            case "HELP" -> readDescribed(keyword).setHelp(grammar.readHelp(false), keyword);
            case "TYPE" -> readDescribed(keyword).setType(readType(), keyword);
            case "UNIT" -> readDescribed(keyword).setUnit(grammar.readHelp(false), keyword);
            default -> throw in.expected("HELP, TYPE, UNIT or EOF", keyword);
        }
        return true;
    }

    /** Reads the name of the family that a HELP, TYPE or UNIT line describes, and returns that family. */
    private OpenMetricsFamily readDescribed(Token keyword) {
        in.expect(' ');
        Token name = grammar.readMetricName();
        in.expect(' ');
        OpenMetricsFamily family = current;
        if (family == null || !family.name().equals(name.text())) {
            return begin(name);
        }
        if (family.hasSamples()) {
            throw in.error(
                    keyword.position(),
                    "expected the " + keyword.text() + " line of " + TextCursor.quoted(name.text())
                            + " before its samples");
        }
        return family;
    }

    private OpenMetricsType readType() {
        Token word = in.takeLine();
        OpenMetricsType type = OpenMetricsType.of(word.text());
        if (type == null) {
            throw in.expected("a metric type", word);
        }
        return type;
    }

    private void readSample() {
        SampleLine sample = grammar.readSample();
        Token name = sample.name();
        OpenMetricsFamily family = current;
        SampleKind kind = family == null ? null : family.kindOf(name.text());
        if (family == null || kind == null) {
            if (family != null && family.name().equals(name.text())) {
                throw in.expected("a sample called one of " + family.sampleNames(), name);
            }
            family = begin(name);
            kind = SampleKind.VALUE;
        }
        family.add(kind, sample);
    }

    private OpenMetricsFamily begin(Token name) {
        finishFamily();
        if (taken.contains(name.text())) {
            throw in.error(
                    name.position(),
                    "expected the lines of a family together and no name in two, got " + TextCursor.quoted(name.text())
                            + " again");
        }
        OpenMetricsFamily begun = new OpenMetricsFamily(name, in);
        current = begun;
        return begun;
    }

    private void finishFamily() {
        if (current == null) {
            return;
        }
        MetricFamily family = current.build();
        if (!family.metrics().isEmpty()) {
            families.add(family);
        }
        List<String> names = current.sampleNames();
        if (!names.contains(current.name())) {
            names.add(current.name());
        }
        for (String name : names) {
            if (!taken.add(name)) {
                throw new TextParseException(
                        current.line(), 1, TextCursor.quoted(name) + " is also a name of another family");
            }
        }
    }
}
