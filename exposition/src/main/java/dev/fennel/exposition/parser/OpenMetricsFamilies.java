package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads OpenMetrics 1.0, in which the lines of a family stand together. */
final class OpenMetricsFamilies {
    private final TextCursor in;
    private final ParseErrors errors;
    private final OpenMetricsGrammar grammar;

    /** The families that are complete and have metrics. */
    private final List<MetricFamily> families = new ArrayList<>();

    /**
     * The names of the families that are complete, and of all samples that they may have. Each has the name that the
     * model gives to its family.
     */
    private final Map<String, String> taken = new HashMap<>();

    /** Whether the current line is a sample. */
    private boolean isSample;

    /** The family that the latest line belongs to; null before the first line. */
    private @Nullable OpenMetricsFamily current;

    OpenMetricsFamilies(TextCursor in, ParseErrors errors) {
        this.in = in;
        this.errors = errors;
        this.grammar = new OpenMetricsGrammar(in);
    }

    List<MetricFamily> read() {
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

    /** Reads what may stand behind {@code # EOF}. */
    private void readEnd() {
        if (in.peek() == '\n') {
            in.expectLineEnd();
        }
        if (in.peek() != TextCursor.END) {
            errors.add(in.expected("end of input"), null);
        }
    }

    /**
     * Reports an error in the current line, and leaves out the family that it belongs to, with all lines of this name
     * that follow. A sample that stands apart from its family costs that one.
     */
    private void leaveOut(TextParseException error) {
        Token name = grammar.lineName();
        if (name.text().isEmpty()) {
            errors.add(error, null);
            return;
        }
        OpenMetricsFamily family = current;
        String owner = null;
        if (family == null || !family.owns(name.text())) {
            finishFamily();
            owner = isSample ? taken.get(name.text()) : null;
            family = new OpenMetricsFamily(name, in);
            current = family;
        }
        errors.add(error, owner == null ? family.modelName() : owner);
        family.leaveOut();
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
            case "HELP" -> readDescribed(keyword).setHelp(grammar.readHelp(errors.areKept()), keyword);
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
        if (family != null && family.isLeftOut() && family.owns(name.text())) {
            return;
        }
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
        if (taken.containsKey(name.text())) {
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
        OpenMetricsFamily family = current;
        current = null;
        if (family == null) {
            return;
        }
        try {
            finish(family);
        } catch (TextParseException e) {
            errors.add(e, family.modelName());
        }
    }

    private void finish(OpenMetricsFamily family) {
        List<String> names = family.sampleNames();
        if (!names.contains(family.name())) {
            names.add(family.name());
        }
        names.removeIf(name -> taken.putIfAbsent(name, family.modelName()) == null);
        if (family.isLeftOut()) {
            return;
        }
        MetricFamily built = family.build();
        if (!names.isEmpty()) {
            throw new TextParseException(
                    family.line(), 1, TextCursor.quoted(names.get(0)) + " is also a name of another family");
        }
        if (!built.metrics().isEmpty()) {
            families.add(built);
        }
    }
}
