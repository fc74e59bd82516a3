package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.model.NativeBuckets;
import java.util.Arrays;

/** The populated native buckets of one sign, sorted by key: of one cell or of several. A buffer that is used again. */
final class SummedBuckets implements NativeBuckets.Populated {
    private static final int INITIAL_CAPACITY = 16;

    private int[] keys = {};
    private long[] counts = {};
    private int size;

    // Where a sum is made, before it changes places with the arrays above.
    private int[] otherKeys = {};
    private long[] otherCounts = {};

    void clear() {
        size = 0;
    }

    /**
     * Makes these the buckets of a cell.
     *
     * @param windows what the cell has counted
     * @param changing an array of words of which one is to be taken as it was before; null for none
     * @param index which word
     * @param before that word
     */
    void copy(BucketWindows windows, @Nullable long[] changing, int index, long before) {
        size = 0;
        for (BucketWindow window : windows.all()) {
            boolean isChanging = window.words() == changing;
            for (int key = window.firstKey(); key < window.endKey(); key++) {
                int at = window.word(key);
                long word = isChanging && at == index ? before : window.words()[at];
                long count = window.countIn(word, key);
                if (count != 0) {
                    append(key, count);
                }
            }
        }
    }

    /** Adds one to the count of a bucket. */
    void increment(int key) {
        int at = Arrays.binarySearch(keys, 0, size, key);
        if (at < 0) {
            at = -1 - at;
            makeRoomBehind();
            System.arraycopy(keys, at, keys, at + 1, size - at);
            System.arraycopy(counts, at, counts, at + 1, size - at);
            keys[at] = key;
            counts[at] = 0;
            size++;
        }
        counts[at]++;
    }

    private void makeRoomBehind() {
        if (size == counts.length) {
            int capacity = Math.max(INITIAL_CAPACITY, 2 * size);
            // The counts last, by whose length the room is known.
            keys = Arrays.copyOf(keys, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    private void append(int key, long count) {
        makeRoomBehind();
        keys[size] = key;
        counts[size] = count;
        size++;
    }

    /** Adds the buckets of another, which are of the same scale. */
    void add(SummedBuckets other) {
        makeRoom(size + other.size);
        int mine = 0;
        int theirs = 0;
        int sums = 0;
        while (mine < size || theirs < other.size) {
            int key = Math.min(
                    mine < size ? keys[mine] : Integer.MAX_VALUE,
                    theirs < other.size ? other.keys[theirs] : Integer.MAX_VALUE);
            long count = 0;
            if (mine < size && keys[mine] == key) {
                count += counts[mine++];
            }
            if (theirs < other.size && other.keys[theirs] == key) {
                count += other.counts[theirs++];
            }
            otherKeys[sums] = key;
            otherCounts[sums++] = count;
        }
        swap();
        size = sums;
    }

    private void makeRoom(int buckets) {
        if (otherCounts.length < buckets) {
            otherKeys = new int[Math.max(INITIAL_CAPACITY, buckets)];
            otherCounts = new long[otherKeys.length];
        }
    }

    private void swap() {
        int[] swappedKeys = keys;
        long[] swappedCounts = counts;
        keys = otherKeys;
        counts = otherCounts;
        otherKeys = swappedKeys;
        otherCounts = swappedCounts;
    }

    /** Turns these, which are of one scale, into buckets of a coarser one. Returns what is in the zero bucket then. */
    long coarsen(NativeScale finer, NativeScale coarser) {
        long zeros = 0;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (finer.upperBound(keys[i]) <= coarser.zeroThreshold()) {
                zeros += counts[i];
                continue;
            }
            int key = coarser.coarserKey(keys[i], finer);
            if (kept > 0 && keys[kept - 1] == key) {
                counts[kept - 1] += counts[i];
            } else {
                keys[kept] = key;
                counts[kept++] = counts[i];
            }
        }
        size = kept;
        return zeros;
    }

    /** Whether a bucket is among these. */
    boolean isPopulated(int key) {
        return Arrays.binarySearch(keys, 0, size, key) >= 0;
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
