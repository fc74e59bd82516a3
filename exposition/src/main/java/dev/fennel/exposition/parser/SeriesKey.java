package dev.fennel.exposition.parser;

import dev.fennel.model.Labels;

/**
 * What tells the series of a family apart. Comparable so that a hash map stays fast for keys chosen to have the same
 * hash; the order means nothing.
 */
record SeriesKey(Labels labels, long timestampMillis) implements Comparable<SeriesKey> {
    @Override
    public int compareTo(SeriesKey other) {
        int order = Long.compare(timestampMillis, other.timestampMillis);
        if (order == 0) {
            order = Integer.compare(labels.size(), other.labels.size());
        }
        for (int i = 0; order == 0 && i < labels.size(); i++) {
            order = labels.name(i).compareTo(other.labels.name(i));
            order = order == 0 ? labels.value(i).compareTo(other.labels.value(i)) : order;
        }
        return order;
    }
}
