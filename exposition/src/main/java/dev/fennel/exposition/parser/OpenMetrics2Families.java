package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.SampleLine.LabelToken;
import dev.fennel.exposition.parser.TextCursor.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads OpenMetrics 2.0, in which the lines of a family stand together and all have its name. */
final class OpenMetrics2Families extends OpenMetricsLines {
    /** The names of all families so far. */
    private final Set<String> names = new HashSet<>();

    /** The family that the latest line belongs to; null before the first line. */
    private @Nullable OpenMetrics2Family current;

    OpenMetrics2Families(TextCursor in, ParseErrors errors) {
        super(in, errors);
    }

    @Override
    void readMetadata(Token keyword) {
        in.expect(' ');
        Token name = grammar.readMetricName();
        in.expect(' ');
        OpenMetrics2Family family = familyOf(name);
        checkBeforeSamples(family.hasSamples(), keyword, name);
        switch (keyword.text()) {
            case "HELP" -> family.readHelp(keyword, errors.areKept());
            case "TYPE" -> family.readType(keyword);
            default -> family.readUnit(keyword);
        }
    }

    @Override
    void readSample() {
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

    /** All families of this name are left out in the end. */
    @Override
    void leaveOut(TextParseException error, Token name) {
        errors.add(error, name.text());
    }

    @Override
    void finishFamily() {
        if (current != null && current.hasSamples()) {
            families.add(current.build());
        }
        current = null;
    }
}
