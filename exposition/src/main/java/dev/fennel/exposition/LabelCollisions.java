package dev.fennel.exposition;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the series of a family whose label names become the same by escaping. */
final class LabelCollisions {
    private final EscapingScheme escaping;
    private final Set<Series> seen = new HashSet<>();

    LabelCollisions(EscapingScheme escaping) {
        this.escaping = escaping;
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
