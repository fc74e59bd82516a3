package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample as it stands in its line.
 *
 * @param name the name of the sample, which may have a suffix that the name of the family does not have
 * @param labels all labels as they stand in the line; their names are unique
 * @param value the value as it stands in the line
 * @param number the value
 * @param timestampMillis the timestamp, or {@link dev.fennel.model.Metric#NO_TIMESTAMP}
 * @param exemplar the exemplar, or null
 */
record SampleLine(
        Token name,
        List<LabelToken> labels,
        Token value,
        double number,
        long timestampMillis,
        @Nullable ExemplarToken exemplar) {

    /** A label in the line that is being parsed. */
    record LabelToken(Token name, Token value) {}

    /**
     * An exemplar in the line that is being parsed.
     *
     * @param position where it begins
     */
    record ExemplarToken(Exemplar exemplar, int position) {}

    /**
     * Identifies one metric of a family at one time. It is comparable so that a hash map stays fast for keys that were
     * chosen to have the same hash; the order has no other meaning.
     */
    record SeriesKey(Labels labels, long timestampMillis) implements Comparable<SeriesKey> {
        // Written out because the JDK keeps the class loader of a record whose derived methods were called.
        @Override
        public boolean equals(Object other) {
            return other instanceof SeriesKey that
                    && timestampMillis == that.timestampMillis
                    && labels.equals(that.labels);
        }

        @Override
        public int hashCode() {
            return 31 * labels.hashCode() + Long.hashCode(timestampMillis);
        }

        @Override
        public int compareTo(SeriesKey other) {
            int order = Long.compare(timestampMillis, other.timestampMillis);
            return order != 0 ? order : labels.compareTo(other.labels);
        }
    }

    /**
     * The value of a label that the sample must have.
     *
     * @throws TextParseException if it does not have it
     */
    Token requireLabel(String labelName, TextCursor in) {
        for (LabelToken label : labels) {
            if (label.name().text().equals(labelName)) {
                return label.value();
            }
        }
        throw in.error(
                name.position(),
                "expected a label " + TextCursor.quoted(labelName) + " of " + TextCursor.quoted(name.text())
                        + ", got none");
    }

    /** The labels without the one of this name, or all of them if the name is null. */
    Labels labelsWithout(@Nullable String labelName) {
        return labels(labels, labelName);
    }

    /** The labels of these tokens without the one of this name, or all of them if the name is null. */
    static Labels labels(List<LabelToken> tokens, @Nullable String without) {
        List<String> pairs = new ArrayList<>(2 * tokens.size());
        for (LabelToken label : tokens) {
            if (!label.name().text().equals(without)) {
                pairs.add(label.name().text());
                pairs.add(label.value().text());
            }
        }
        return Labels.mirrored(pairs.toArray(String[]::new));
    }
}
