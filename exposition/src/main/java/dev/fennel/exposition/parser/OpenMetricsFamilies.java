package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.MetricFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads OpenMetrics 1.0, in which the lines of a family stand together. */
final class OpenMetricsFamilies extends OpenMetricsLines {
    /**
     * The names of the families that are complete, and of all samples that they may have. Each has the name that the
     * model gives to its family.
     */
    private final Map<String, String> taken = new HashMap<>();

    /** The family that the latest line belongs to; null before the first line. */
    private @Nullable OpenMetricsFamily current;

    OpenMetricsFamilies(TextCursor in, ParseErrors errors) {
        super(in, errors);
    }

    /** Leaves out the family with all lines of this name that follow. A sample that stands apart costs its family. */
    @Override
    void leaveOut(TextParseException error, Token name) {
        OpenMetricsFamily family = current;
        String owner = null;
        if (family == null || !family.owns(name.text())) {
            finishFamily();
            owner = isSample() ? taken.get(name.text()) : null;
            family = new OpenMetricsFamily(name, in);
            current = family;
        }
        errors.add(error, owner == null ? family.modelName() : owner);
        family.leaveOut();
    }

    @Override
    void readMetadata(Token keyword) {
        OpenMetricsFamily family = readDescribed(keyword);
        switch (keyword.text()) {
            case "HELP" -> family.setHelp(grammar.readHelp(errors.areKept()), keyword);
            case "TYPE" -> family.setType(type(in.takeLine(), in), keyword);
            default -> family.setUnit(grammar.readHelp(false), keyword);
        }
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
        checkBeforeSamples(family.hasSamples(), keyword, name);
        return family;
    }

    @Override
    void readSample() {
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

    @Override
    void finishFamily() {
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
