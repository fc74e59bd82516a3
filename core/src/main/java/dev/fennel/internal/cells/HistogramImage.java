package dev.fennel.internal.cells;

/** A copy of what a {@link HistogramCell} had counted at some moment. Used by one thread at a time. */
public class HistogramImage {
    /** For each bucket, not cumulative. */
    public final long[] counts;

    public double sum;

    public HistogramImage(int bucketCount) {
        counts = new long[bucketCount];
    }
}
