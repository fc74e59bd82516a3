package dev.fennel.exposition;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the series of a family whose label names become the same by escaping, or one that they must not be.
 *
 * <p>No name becomes {@code le} or {@code quantile}, as each scheme writes an underscore for what is not legal. The
 * label of a state set that has the states is one of the series' own, and compared like the others.
 */
final class LabelCollisions {
    /** The label that has the metric name in the data model. A server takes no target that sets it. */
    private static final String METRIC_NAME = "__name__";

    private final EscapingScheme escaping;
    private final Set<Series> seen = new HashSet<>();

    LabelCollisions(EscapingScheme escaping) {
        this.escaping = escaping;
    }

    /** Why no family with such labels can be written, or null. */
    String reserved(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (escaping.labelName(labels.name(i)).equals(METRIC_NAME)) {
                return "after escaping, its label name \"" + labels.name(i) + "\" is \"" + METRIC_NAME
                        + "\", which is reserved";
            }
        }
        return null;
    }

    /** Adds a series; the answer is why it cannot be written beside those added before, or null. */
    String add(Metric metric) {
        Labels labels = metric.labels();
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < labels.size(); i++) {
            String written = escaping.labelName(labels.name(i));
            if (pairs.put(written, labels.value(i)) != null) {
                return "after escaping, two of its label names are \"" + written + "\"";
            }
        }
        boolean isNew = seen.add(new Series(pairs, metric.timestampMillis()));
        return isNew ? null : "after escaping, another series has the same labels " + pairs;
    }

    /** What makes a line one of its own: the format allows the same labels at different times. */
    private record Series(Map<String, String> labels, long timestampMillis) {}
}
