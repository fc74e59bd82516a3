package dev.fennel.internal.cells;

/** A copy of what a {@link SummaryCell} had at some moment. Used by one thread at a time. */
public final class SummaryImage {
    /** The observations that wait for being carried to the window, at the beginning. */
    public final long[] values = new long[SummaryCell.CAPACITY];

    /** How many wait. */
    public int waiting;

    /** When their age bucket began. */
    public long bucketStart;

    /** The sum of all observations, carried or not. */
    public double sum;

    /** The number of all observations, carried or not. */
    public long count;
}
