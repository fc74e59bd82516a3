package dev.fennel.model;

/**
 * The value of a summary at one moment: count and sum of all observations, and quantiles of the recent ones.
 *
 * <p>A value handed to a {@link MetricVisitor} may be a view of a buffer that is used again: it is valid only during
 * that call, and used by one thread.
 */
public interface SummaryValue {
    /**
     * How many observations there were.
     *
     * @return zero or more; zero if there is no count
     */
    long count();

    /**
     * The sum of the observations.
     *
     * @return the sum, NaN if one of them was or there is no sum
     */
    double sum();

    /**
     * Whether there is a count: not if this was read from somewhere that does not have it. Formats leave it out then,
     * and OpenMetrics 2.0, which demands it, reports an error.
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
     * The number of quantiles.
     *
     * @return zero or more
     */
    int quantileCount();

    /**
     * A quantile's rank; ranks increase with the index.
     *
     * @param index from 0 to {@code quantileCount() - 1}
     * @return from 0 to 1
     */
    double quantile(int index);

    /**
     * The value at a quantile.
     *
     * @param index from 0 to {@code quantileCount() - 1}
     * @return the value, NaN if the window is empty
     */
    double quantileValue(int index);

    /**
     * When observing began.
     *
     * @return milliseconds since the epoch, or {@link Metric#NO_TIMESTAMP}
     */
    default long createdMillis() {
        return Metric.NO_TIMESTAMP;
    }

    /**
     * A copy that does not change, for a visitor that needs the value after its method returned.
     *
     * @param value any value, read once
     * @return an immutable value
     * @throws IllegalArgumentException if the value breaks what this interface promises: if the count is negative, or
     *     the ranks do not increase or are not from 0 to 1
     */
    static SummaryValue copyOf(SummaryValue value) {
        return FixedSummary.copyOf(value);
    }
}
