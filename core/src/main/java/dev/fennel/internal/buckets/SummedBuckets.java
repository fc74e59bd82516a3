package dev.fennel.internal.buckets;

import dev.fennel.model.NativeBuckets;
import java.util.Arrays;

/** The native buckets of one sign, summed up over all cells: a buffer that is used again. */
final class SummedBuckets implements NativeBuckets.Populated {
    /** While cells are added, the counts of all keys from the first on; afterwards those of populated buckets. */
    private long[] counts = {};

    private int[] keys = {};
    private int firstKey;
    private int endKey;
    private int size;

    void start() {
        firstKey = Integer.MAX_VALUE;
        endKey = Integer.MIN_VALUE;
        size = 0;
    }

    /** Announces a window that will be added. */
    void cover(BucketWindow window) {
        if (window.length() > 0) {
            firstKey = Math.min(firstKey, window.key(0));
            endKey = Math.max(endKey, window.key(window.length()));
        }
    }

    void makeRoom() {
        int length = length();
        if (counts.length < length) {
            counts = new long[length];
            keys = new int[length];
        } else {
            Arrays.fill(counts, 0, length, 0);
        }
    }

    private int length() {
        return firstKey > endKey ? 0 : endKey - firstKey;
    }

    void add(BucketWindow window) {
        for (int i = 0; i < window.length(); i++) {
            counts[window.key(i) - firstKey] += window.count(i);
        }
    }

    void finish() {
        int length = length();
        for (int i = 0; i < length; i++) {
            if (counts[i] != 0) {
                keys[size] = firstKey + i;
                counts[size] = counts[i];
                size++;
            }
        }
    }

    @Override
    public int size() {
        return size;
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
