package dev.fennel.registry;

import dev.fennel.model.PopulatedBuckets;
import java.util.Arrays;

/** A copy of the native buckets of one sign, checked to keep what {@link PopulatedBuckets} promises. */
record CapturedPopulatedBuckets(int[] keys, long[] counts) implements PopulatedBuckets {

    static CapturedPopulatedBuckets copyOf(PopulatedBuckets value) {
        int[] keys = new int[Math.max(0, value.size())];
        long[] counts = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = value.key(i);
            counts[i] = value.count(i);
            if (counts[i] < 0 || i > 0 && keys[i] <= keys[i - 1]) {
                throw new MetricFault("expected native buckets with increasing keys and counts of zero or more, got "
                        + "bucket " + keys[i] + " with " + counts[i]);
            }
        }
        return new CapturedPopulatedBuckets(keys, counts);
    }

    /** How many observations there are in all buckets together. */
    long population() {
        return Arrays.stream(counts).sum();
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
