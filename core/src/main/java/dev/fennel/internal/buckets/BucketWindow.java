package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.buckets.NativeCell.Outcome;
import dev.fennel.internal.cells.HistogramCell;

/**
 * The counts of neighbouring native buckets, of one sign and in one cell.
 *
 * <p>They are packed, so that a series with few observations stays small: all counts have the same width, which is 8
 * bits until one of them gets too large, and then twice that, up to 64.
 *
 * <p>Keys and width of a window never change: one without room for an observation is replaced. The counts are changed
 * only by the thread that has entered the cell, one word at a time.
 */
final class BucketWindow {
    private static final int NARROWEST = 3;
    private static final int LOG_WORD_BITS = 6;

    private final int firstKey;
    private final int length;
    private final int logWidth;
    private final long largestCount;
    private final long[] words;

    /**
     * A window with all counts zero.
     *
     * @param firstKey the first bucket
     * @param endKey the bucket after the last
     * @param logWidth the width of a count in bits, as an exponent of two
     * @param padded whether the counts must not share a cache line with what is allocated behind them
     */
    private BucketWindow(int firstKey, int endKey, int logWidth, boolean padded) {
        this.firstKey = firstKey;
        this.length = endKey - firstKey;
        this.logWidth = logWidth;
        this.largestCount = -1L >>> (Long.SIZE - (1 << logWidth));
        int wordCount = wordCount();
        // A single word is where little is observed: with padding, outliers would take much more than they need.
        this.words = new long[wordCount + (padded && wordCount > 1 ? HistogramCell.PADDING : 0)];
    }

    /** A window of one word around a bucket. */
    static BucketWindow around(int key) {
        int first = key & -countsPerWord(NARROWEST);
        return new BucketWindow(first, first + countsPerWord(NARROWEST), NARROWEST, false);
    }

    private static int countsPerWord(int logWidth) {
        return Long.SIZE >> logWidth;
    }

    /** A window of the same buckets whose counts may become larger. */
    BucketWindow withLargerCounts(boolean padded) {
        return new BucketWindow(firstKey, endKey(), logWidth + 1, padded);
    }

    /** How many words the counts take, without padding. */
    int wordCount() {
        return ((length << logWidth) + Long.SIZE - 1) >>> LOG_WORD_BITS;
    }

    /** Whether another window has the same buckets, and counts of the same width. */
    boolean hasSameBuckets(BucketWindow other) {
        return firstKey == other.firstKey && length == other.length && logWidth == other.logWidth;
    }

    /** A window of the same buckets, all zero. */
    BucketWindow empty() {
        return new BucketWindow(firstKey, endKey(), logWidth, false);
    }

    /** Takes the counts of a window of the same buckets. */
    void assign(BucketWindow other) {
        System.arraycopy(other.words, 0, words, 0, wordCount());
    }

    /** A window that has a further bucket, with some room to spare on that side, as more values will follow. */
    BucketWindow reaching(int key, boolean padded) {
        int spare = length >> 2;
        int countsPerWord = countsPerWord(logWidth);
        return key < firstKey
                ? new BucketWindow((key - spare) & -countsPerWord, endKey(), logWidth, padded)
                : new BucketWindow(firstKey, (key + spare + countsPerWord) & -countsPerWord, logWidth, padded);
    }

    /**
     * A window with the buckets of this one, those of another that ends above it, and those between. What the other has
     * below this one is room to spare, and is left out.
     */
    BucketWindow joined(BucketWindow above, boolean padded) {
        int end = Math.max(endKey(), above.endKey());
        return new BucketWindow(firstKey, end, Math.max(logWidth, above.logWidth), padded);
    }

    /**
     * A window that has room for the counts of this one when buckets are wider.
     *
     * @param times how many times they are made twice as wide
     * @param lowest the lowest bucket that is needed then
     * @param padded whether the counts must not share a cache line with what is allocated behind them
     * @return null if none of the buckets is needed
     */
    @Nullable
    BucketWindow coarser(int times, int lowest, boolean padded) {
        int first = Math.max(lowest, NativeScale.coarserKey(firstKey, times));
        int end = NativeScale.coarserKey(endKey() - 1, times) + 1;
        return first < end ? new BucketWindow(first, end, Math.min(logWidth + times, LOG_WORD_BITS), padded) : null;
    }

    int firstKey() {
        return firstKey;
    }

    /** The bucket after the last. */
    int endKey() {
        return firstKey + length;
    }

    int logWidth() {
        return logWidth;
    }

    boolean holds(int key) {
        return Integer.compareUnsigned(key - firstKey, length) < 0;
    }

    /** The count of a bucket that this window holds. */
    long count(int key) {
        return countIn(words[word(key)], key);
    }

    /** Whether a count can become larger by one. */
    boolean hasRoom(long count) {
        return count != largestCount;
    }

    /** The array that the counts are packed in. */
    long[] words() {
        return words;
    }

    /** Which word has the count of a bucket. */
    int word(int key) {
        return bit(key) >>> LOG_WORD_BITS;
    }

    /** What to add to that word for an observation. */
    long step(int key) {
        return 1L << bit(key);
    }

    /** Where a count starts; only the low six bits of this matter to a shift. */
    private int bit(int key) {
        return (key - firstKey) << logWidth;
    }

    /** Adds to a bucket a count that is known to fit in. */
    void add(int key, long count) {
        words[word(key)] += count << bit(key);
    }

    /** Counts an observation in a bucket that this window holds, if there is room for it. */
    Outcome tryAdd(int key) {
        int bit = bit(key);
        int word = bit >>> LOG_WORD_BITS;
        long before = words[word];
        long count = (before >>> bit) & largestCount;
        if (count == largestCount) {
            return Outcome.NO_ROOM;
        }
        words[word] = before + (1L << bit);
        return count == 0 ? Outcome.POPULATED : Outcome.COUNTED;
    }

    /** The count of a bucket if its word were another. */
    long countIn(long word, int key) {
        return (word >>> bit(key)) & largestCount;
    }
}
