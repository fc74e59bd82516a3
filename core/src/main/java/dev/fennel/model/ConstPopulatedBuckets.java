package dev.fennel.model;

import java.util.Map;
import java.util.TreeMap;

/** Native buckets of one sign that do not change. */
record ConstPopulatedBuckets(int[] keys, long[] counts) implements PopulatedBuckets {

    /**
     * Buckets sorted by key, without the empty ones.
     *
     * @param subject begins the message of what is thrown
     * @throws IllegalArgumentException if a count is negative
     */
    static ConstPopulatedBuckets of(String subject, Map<Integer, Long> counts) {
        TreeMap<Integer, Long> sorted = new TreeMap<>(counts);
        for (Map.Entry<Integer, Long> bucket : sorted.entrySet()) {
            if (bucket.getValue() < 0) {
                throw new IllegalArgumentException(subject + ": expected counts of zero or more, got "
                        + bucket.getValue() + " in bucket " + bucket.getKey());
            }
        }
        sorted.values().removeIf(count -> count == 0);
        return new ConstPopulatedBuckets(
                sorted.keySet().stream().mapToInt(key -> key).toArray(),
                sorted.values().stream().mapToLong(count -> count).toArray());
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public int key(int index) {
        return keys[index];
    }

    @Override
    public long count(int index) {
        return counts[index];
    }
}
