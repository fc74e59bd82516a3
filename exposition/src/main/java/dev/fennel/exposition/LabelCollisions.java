package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds label names of a family that escaping turns into the same name or into a reserved one, and series that it turns
 * into the same series. Used by one thread.
 *
 * <p>No escaped name is {@code le} or {@code quantile}, because every scheme writes an underscore for a character that
 * is not legal. A state set's label with the state is an ordinary label of the series, and compared like the others.
 */
final class LabelCollisions {
    /**
     * The label that holds the metric name in the data model. A server refuses the whole scrape if a series sets it.
     */
    private static final String METRIC_NAME = "__name__";

    private final EscapingScheme escaping;
    private final Set<Series> seen = new HashSet<>();

    LabelCollisions(EscapingScheme escaping) {
        this.escaping = escaping;
    }

    /** Why a family with such a label cannot be written, or null. */
    @Nullable
    String reserved(Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (escaping.labelName(labels.name(i)).equals(METRIC_NAME)) {
                return "after escaping, its label name \"" + labels.name(i) + "\" is \"" + METRIC_NAME
                        + "\", which is reserved";
            }
        }
        return null;
    }

    /** Adds a series, and returns why it cannot be written together with those added before, or null. */
    @Nullable
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

    /** What must be unique: a format allows the same labels at different times. */
    private record Series(Map<String, String> labels, long timestampMillis) {}
}
