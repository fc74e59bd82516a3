package dev.fennel.exposition.parser;

import dev.fennel.model.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample as it stands in its line.
 *
 * @param name the name of the sample, which may have a suffix that the family's has not
 * @param labels all labels as they stand there; names are unique
 * @param value the value as it stands there
 * @param number the value
 * @param timestampMillis when, or {@link dev.fennel.model.Metric#NO_TIMESTAMP}
 * @param exemplar the exemplar, or null
 */
record SampleLine(
        Token name, List<LabelToken> labels, Token value, double number, long timestampMillis, ExemplarToken exemplar) {

    /** The value of a label, or null. */
    Token label(String labelName) {
        for (LabelToken label : labels) {
            if (label.name().text().equals(labelName)) {
                return label.value();
            }
        }
        return null;
    }

    /** Checks that there is a label. */
    void requireLabel(String labelName, TextCursor in) {
        if (label(labelName) == null) {
            throw in.error(
                    name.position(),
                    "expected a label " + TextCursor.quoted(labelName) + " of " + TextCursor.quoted(name.text())
                            + ", got none");
        }
    }

    /** The labels without the one of this name; null for all. */
    Labels labelsWithout(String labelName) {
        return labels(labels, labelName);
    }

    /** The same of labels that need not be a sample's. */
    static Labels labels(List<LabelToken> tokens, String without) {
        List<String> pairs = new ArrayList<>(2 * tokens.size());
        for (LabelToken label : tokens) {
            if (!label.name().text().equals(without)) {
                pairs.add(label.name().text());
                pairs.add(label.value().text());
            }
        }
        return Labels.of(pairs.toArray(String[]::new));
    }
}
