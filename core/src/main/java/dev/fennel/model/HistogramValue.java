package dev.fennel.model;

import dev.fennel.internal.Nullable;

/**
 * The value of a histogram at one moment: count, sum and buckets that belong together.
 *
 * <p>Buckets are in increasing order of their upper bounds; the last bound is always {@code +Inf}, and its cumulative
 * count is the count of all observations. Only a histogram that was read from somewhere else may lack its sum, its
 * count, and, together with the count, the bucket {@code +Inf}. A histogram may have native buckets too, or
 * {@linkplain #isNativeOnly native ones only}, and then no classic one but that for {@code +Inf}. A value handed to a
 * {@link MetricVisitor} may be a view of a buffer that is used again: it is valid only during that call, and used by
 * one thread.
 */
public interface HistogramValue {
    /**
     * How many observations there were.
     *
     * @return zero or more; without a count of its own, what is in the last bucket, or zero without any
     */
    long count();

    /**
     * The sum of the observations.
     *
     * @return the sum, NaN if one of them was or there is no sum
     */
    double sum();

    /**
     * Whether there is a count, beside what the buckets say: not if this was read from somewhere that does not have it.
     * Formats leave it out then, and a histogram that does not have the bucket {@code +Inf} either has no total.
     *
     * @return true unless it is overridden
     */
    default boolean hasCount() {
        return true;
    }

    /**
     * Whether there is a sum: not if this was read from somewhere that does not have it. Formats leave it out then, and
     * OpenMetrics 2.0, which demands it, reports an error.
     *
     * @return true unless it is overridden
     */
    default boolean hasSum() {
        return true;
    }

    /**
     * The number of buckets, the one for {@code +Inf} included.
     *
     * @return at least 1, or zero without a {@linkplain #hasCount count}
     */
    int bucketCount();

    /**
     * The inclusive upper bound of a bucket.
     *
     * @param index from 0 to {@code bucketCount() - 1}
     * @return the bound, {@code +Inf} for the last if there is a {@linkplain #hasCount count}
     */
    double upperBound(int index);

    /**
     * How many observations were at most the bucket's upper bound (for {@code +Inf}: all, NaN included).
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
        return bucketCount() == 1 && upperBound(0) == Double.POSITIVE_INFINITY && nativeBuckets() != null;
    }

    /**
     * A copy that does not change, for a visitor that needs the value after its method returned.
     *
     * @param value any value, read once
     * @return an immutable value
     * @throws IllegalArgumentException if the value breaks what this interface promises: if the upper bounds or the
     *     cumulative counts do not increase, there is a count but the last bucket is not {@code +Inf} with this count,
     *     or the native buckets are impossible or hold another number of observations
     */
    static HistogramValue copyOf(HistogramValue value) {
        return FixedHistogram.copyOf(value);
    }
}
