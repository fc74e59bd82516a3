package dev.fennel.model;

import dev.fennel.internal.Nullable;

/**
 * The value of a histogram at one moment: count, sum and buckets that belong together.
 *
 * <p>Buckets are in increasing order of their upper bounds; the last bound is always {@code +Inf}, and its cumulative
 * count is the count of all observations. A histogram may have native buckets too, or {@linkplain #isNativeOnly native
 * ones only}, and then no classic one but that for {@code +Inf}. A value handed to a {@link MetricVisitor} may be a
 * view of a buffer that is used again: it is valid only during that call, and used by one thread.
 */
public interface HistogramValue {
    /**
     * How many observations there were.
     *
     * @return zero or more
     */
    long count();

    /**
     * The sum of the observations.
     *
     * @return the sum, NaN if one of them was or it is not known
     */
    double sum();

    /**
     * The number of buckets, the one for {@code +Inf} included.
     *
     * @return at least 1
     */
    int bucketCount();

    /**
     * The inclusive upper bound of a bucket.
     *
     * @param index from 0 to {@code bucketCount() - 1}
     * @return the bound, {@code +Inf} for the last
     */
    double upperBound(int index);

    /**
     * How many observations were at most the bucket's upper bound (for the last bucket: all, NaN included).
     *
     * @param index from 0 to {@code bucketCount() - 1}
     * @return the cumulative count
     */
    long cumulativeCount(int index);

    /**
     * An example of an observation in a bucket.
     *
     * @param index from 0 to {@code bucketCount() - 1}
     * @return the exemplar, or null
     */
    default @Nullable Exemplar exemplar(int index) {
        return null;
    }

    /**
     * When observing began.
     *
     * @return milliseconds since the epoch, or {@link Metric#NO_TIMESTAMP}
     */
    default long createdMillis() {
        return Metric.NO_TIMESTAMP;
    }

    /**
     * The native buckets, which hold the same observations once more.
     *
     * @return the buckets, or null if the histogram has classic ones only
     */
    default @Nullable NativeBuckets nativeBuckets() {
        return null;
    }

    /**
     * Whether there are native buckets, and no classic ones but the one for {@code +Inf}.
     *
     * @return true if so
     */
    default boolean isNativeOnly() {
        return bucketCount() == 1 && nativeBuckets() != null;
    }

    /**
     * A copy that does not change, for a visitor that needs the value after its method returned.
     *
     * @param value any value, read once
     * @return an immutable value
     * @throws IllegalArgumentException if the value breaks what this interface promises: if the upper bounds or the
     *     cumulative counts do not increase, the last bucket is not {@code +Inf} with the count of all observations, or
     *     the native buckets are impossible or hold another number of observations
     */
    static HistogramValue copyOf(HistogramValue value) {
        return FixedHistogram.copyOf(value);
    }
}
