package dev.fennel.exposition;

import dev.fennel.model.Labels;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sample as it stands in its line.
 *
 * @param name the name of the sample, which may have a suffix that the family's has not
 * @param labels all labels as they stand there; names are unique
 * @param value the value, not yet looked at
 * @param timestampMillis when, or {@link dev.fennel.model.Metric#NO_TIMESTAMP}
 * @param exemplar the exemplar, or null
 */
record SampleLine(Token name, List<LabelToken> labels, Token value, long timestampMillis, ExemplarToken exemplar) {

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
            throw in.error(name.position(), "expected a label " + TextCursor.quoted(labelName) + " of "
                    + TextCursor.quoted(name.text()) + ", got none");
        }
    }

    /** The labels but for one, perhaps; null for all. */
    Labels labelsWithout(String labelName) {
        return labels(labels, labelName);
    }

    /** Labels in the order of a model, but for one, perhaps. */
    static Labels labels(List<LabelToken> tokens, String without) {
        return Labels.of(tokens.stream()
                .filter(label -> !label.name().text().equals(without))
                .flatMap(label -> Stream.of(label.name().text(), label.value().text()))
                .toArray(String[]::new));
    }
}
