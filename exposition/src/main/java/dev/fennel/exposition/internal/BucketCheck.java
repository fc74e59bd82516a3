package dev.fennel.exposition.internal;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;

/**
 * Checks, while the buckets of a histogram are written one by one, that they keep what {@link HistogramValue} promises:
 * the library's own values do, and a registry has checked a user's, but a family can come from elsewhere, and a reader
 * refuses buckets that contradict each other. Two comparisons for a bucket cost next to nothing beside its line; how a
 * value is broken is found out by the model itself, and only if it is. Used by one thread at a time.
 */
public final class BucketCheck {
    private double last;
    private long below;
    private boolean sound;

    /** Whether the count is known, by itself or as that of the bucket for {@code +Inf}. */
    public static boolean hasCount(HistogramValue value) {
        return value.hasCount() || endsInInfinity(value);
    }

    /** The count, if it is known. */
    public static long count(HistogramValue value) {
        boolean inBucket = !value.hasCount() && endsInInfinity(value);
        return inBucket ? value.cumulativeCount(value.bucketCount() - 1) : value.count();
    }

    private static boolean endsInInfinity(HistogramValue value) {
        int last = value.bucketCount() - 1;
        return last >= 0 && value.upperBound(last) == Double.POSITIVE_INFINITY;
    }

    /** Begins with another histogram. */
    public void begin() {
        last = Double.NaN;
        below = 0;
        sound = true;
    }

    /** Whether the next bucket, with this bound, is the one that counts a value; that for {@code +Inf} counts NaN. */
    public boolean isInNext(double value, double bound) {
        return !(value <= last) && (value <= bound || bound == Double.POSITIVE_INFINITY);
    }

    /** Takes the next bucket. */
    public void next(double bound, long cumulative) {
        sound &= !(bound <= last) && !Double.isNaN(bound) && cumulative >= below;
        last = bound;
        below = cumulative;
    }

    /** Whether the last bucket was the one for {@code +Inf}. */
    public boolean isWhole() {
        return last == Double.POSITIVE_INFINITY;
    }

    /**
     * Ends with the count, or else with what is in the last bucket.
     *
     * @throws RuntimeException if the histogram is broken
     */
    public long total(HistogramValue value) {
        long total = value.hasCount() ? value.count() : below;
        if (!sound || (isWhole() ? total != below : total < below)) {
            throw broken(value);
        }
        return total;
    }

    /**
     * Whether native buckets keep what {@link NativeBuckets} promises.
     *
     * @param left how many observations are in none of them; negative if they have more than there are
     * @param withNaN whether there may be such, as NaN is in none
     */
    public static boolean isSound(NativeBuckets buckets, long left, boolean withNaN) {
        return buckets.schema() >= NativeBuckets.MIN_SCHEMA
                && buckets.schema() <= NativeBuckets.MAX_SCHEMA
                && buckets.zeroThreshold() >= 0
                && buckets.zeroThreshold() < Double.POSITIVE_INFINITY
                && buckets.zeroCount() >= 0
                && (left == 0 || (left > 0 && withNaN));
    }

    /**
     * Refuses a value that breaks the promises of its interface.
     *
     * @throws RuntimeException that says how
     */
    public static RuntimeException broken(HistogramValue value) {
        HistogramValue.copyOf(value);
        return changing();
    }

    /**
     * Checks a summary.
     *
     * @throws RuntimeException if it breaks the promises of its interface
     */
    public static void check(SummaryValue value) {
        boolean sound = value.count() >= 0;
        double last = -1;
        for (int i = 0; i < value.quantileCount(); i++) {
            double rank = value.quantile(i);
            sound &= rank > last && rank >= 0 && rank <= 1;
            last = rank;
        }
        if (!sound) {
            SummaryValue.copyOf(value);
            throw changing();
        }
    }

    private static IllegalStateException changing() {
        return new IllegalStateException("expected a value that stays the same while it is written");
    }
}
