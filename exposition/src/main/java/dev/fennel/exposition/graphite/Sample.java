package dev.fennel.exposition.graphite;

import java.util.SortedMap;

/**
 * A line of the text format.
 *
 * @param name with the suffix of a bucket, a sum or a count
 * @param labels all of them, sorted by name
 * @param value as it is written
 * @param timestampMillis milliseconds since the epoch, or {@link dev.fennel.model.Metric#NO_TIMESTAMP}
 */
record Sample(String name, SortedMap<String, String> labels, String value, long timestampMillis) {}
