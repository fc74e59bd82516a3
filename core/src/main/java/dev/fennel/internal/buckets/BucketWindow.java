package dev.fennel.internal.buckets;

import dev.fennel.internal.cells.CellLock;

/**
 * The counts of neighbouring native buckets, of one sign and in one cell.
 *
 * <p>They are packed, so that a series with few observations stays small: all counts have the same width, which is 8
 * bits until one of them gets too large, and then twice that, up to 64.
 *
 * <p>Keys and width of a window never change: one that {@linkplain #NO_ROOM has no room} is replaced. The counts are
 * read and written only by the thread that has taken the cell.
 */
public final class BucketWindow {
    /** A window without buckets. */
    static final BucketWindow EMPTY = new BucketWindow(0, 0, 3, 0);

    /** What {@link #increment} returns if nothing was counted. */
    public static final long NO_ROOM = -1;

    private static final int LOG_WORD_BITS = 6;

    private final int firstKey;
    private final int length;
    private final int logWidth;
    private final int padding;
    private final long largestCount;
    private final long[] words;

    private BucketWindow(int firstKey, int length, int logWidth, int padding) {
        this.firstKey = firstKey;
        this.length = length;
        this.logWidth = logWidth;
        this.padding = padding;
        this.largestCount = -1L >>> (64 - (1 << logWidth));
        int wordCount = (((length << logWidth) + Long.SIZE - 1) >>> LOG_WORD_BITS);
        this.words = new long[padding + wordCount + padding];
    }

    /**
     * A window like this one, all zero, with room for another observation in a bucket that this one has no room for.
     *
     * @param padded whether the counts must not share a cache line with anything else
     */
    BucketWindow withRoomFor(int key, boolean padded) {
        int newPadding = padded ? CellLock.PADDING : 0;
        int countsPerWord = Long.SIZE >> logWidth;
        if (length == 0) {
            return new BucketWindow(key & -countsPerWord, countsPerWord, logWidth, newPadding);
        }
        if (holds(key)) {
            return new BucketWindow(firstKey, length, logWidth + 1, newPadding);
        }
        // More values will follow on this side: some spare room makes growth rare.
        int spare = length >> 2;
        int first = key < firstKey ? key - spare & -countsPerWord : firstKey;
        int end = key < firstKey ? firstKey + length : key + spare + countsPerWord & -countsPerWord;
        return new BucketWindow(first, end - first, logWidth, newPadding);
    }

    /** A window, all zero, that has room for the counts of this one when buckets are twice as wide. */
    BucketWindow halved() {
        if (length == 0) {
            return EMPTY;
        }
        int first = NativeScale.halvedKey(firstKey);
        int end = NativeScale.halvedKey(firstKey + length - 1) + 1;
        return new BucketWindow(first, end - first, Math.min(logWidth + 1, LOG_WORD_BITS), padding);
    }

    /** A window of the same buckets, all zero. */
    BucketWindow cleared() {
        return length == 0 ? EMPTY : new BucketWindow(firstKey, length, logWidth, padding);
    }

    private boolean holds(int key) {
        return Integer.compareUnsigned(key - firstKey, length) < 0;
    }

    /** Counts an observation in a bucket. Returns its count before, or {@link #NO_ROOM}. */
    public long increment(int key) {
        int index = key - firstKey;
        if (Integer.compareUnsigned(index, length) >= 0) {
            return NO_ROOM;
        }
        int bit = index << logWidth;
        int at = padding + (bit >>> LOG_WORD_BITS);
        long word = words[at];
        // Only the low six bits of the distance matter to a shift.
        long count = word >>> bit & largestCount;
        if (count == largestCount) {
            return NO_ROOM;
        }
        words[at] = word + (1L << bit);
        return count;
    }

    /** Adds to a bucket of this window a count that is known to fit in. */
    void add(int key, long count) {
        int bit = (key - firstKey) << logWidth;
        words[padding + (bit >>> LOG_WORD_BITS)] += count << bit;
    }

    /** How many buckets there are, populated or not. */
    int length() {
        return length;
    }

    int key(int index) {
        return firstKey + index;
    }

    long count(int index) {
        int bit = index << logWidth;
        return words[padding + (bit >>> LOG_WORD_BITS)] >>> bit & largestCount;
    }
}
