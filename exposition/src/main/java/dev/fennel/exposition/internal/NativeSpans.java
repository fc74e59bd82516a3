package dev.fennel.exposition.internal;

import dev.fennel.model.NativeBuckets.Populated;

/**
 * Goes through the native buckets of one sign as formats write them: spans of adjacent buckets, and then a count for
 * each bucket of a span. The first span begins at the key of its bucket, each other one behind a gap.
 *
 * <p>A gap of one or two empty buckets does not end a span; the empty buckets are written, as client_golang does,
 * because that is shorter than a new span.
 */
public abstract class NativeSpans {
    private static final int MAX_FILLED_GAP = 2;

    /** Writes a span: the key of its first bucket, or how many buckets are left out before it, and its length. */
    protected abstract void putSpan(int offset, int length);

    /** Writes the count of the next bucket. */
    protected abstract void putCount(long count);

    /** Writes the spans of at least one bucket. */
    public final void putSpans(Populated buckets) {
        int offset = buckets.key(0);
        int length = 1;
        for (int i = 1; i < buckets.size(); i++) {
            int gap = gap(buckets, i);
            if (gap > MAX_FILLED_GAP) {
                putSpan(offset, length);
                offset = gap;
                length = 1;
            } else {
                length += gap + 1;
            }
        }
        putSpan(offset, length);
    }

    /**
     * Writes the counts of all buckets of the spans.
     *
     * @param observations how many they may have together
     * @return how many of these are left, negative if a bucket has more than there are, or less than none
     */
    public final long putCounts(Populated buckets, long observations) {
        long left = observations;
        for (int i = 0; i < buckets.size(); i++) {
            int gap = i == 0 ? 0 : gap(buckets, i);
            if (gap <= MAX_FILLED_GAP) {
                for (int empty = 0; empty < gap; empty++) {
                    putCount(0);
                }
            }
            long count = buckets.count(i);
            putCount(count);
            left = count < 0 || count > left ? Long.MIN_VALUE : left - count;
        }
        return left;
    }

    /** The number of empty buckets between a bucket and the one before. */
    private static int gap(Populated buckets, int index) {
        long gap = (long) buckets.key(index) - buckets.key(index - 1) - 1;
        if (gap < 0 || gap > Integer.MAX_VALUE) {
            throw new IllegalStateException("expected keys of native buckets that increase by at most 2147483648, got "
                    + buckets.key(index) + " after " + buckets.key(index - 1));
        }
        return (int) gap;
    }
}
