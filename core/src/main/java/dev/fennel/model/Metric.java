package dev.fennel.model;

/**
 * One series: a Desc, its label pairs, and a value that is read when it is written.
 *
 * <p>Library authors seldom implement this: {@link ConstMetric} carries a value that was read elsewhere. Several
 * threads may write one at once, and writing is quick, as a scrape waits for it.
 */
public interface Metric {
    /** Stands for a timestamp that is not set. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /**
     * What describes this metric.
     *
     * @return always the same Desc
     */
    Desc desc();

    /**
     * All label pairs, const and variable. They may be made anew by each call, so a caller that needs them more than
     * once keeps them.
     *
     * @return labels that are always equal
     */
    Labels labels();

    /**
     * Writes the current value by calling the one method of the visitor that fits the {@linkplain MetricType#valueType
     * value type} of the Desc's type, exactly once.
     *
     * @param visitor what takes the value
     * @throws RuntimeException if the value cannot be read; only this metric is then lost
     */
    void write(MetricVisitor visitor);

    /**
     * When the value was measured, for metrics mirrored from another system. Almost no metric has a timestamp, because
     * the server gives each sample the time of its scrape.
     *
     * @return milliseconds since the epoch, or {@link #NO_TIMESTAMP}
     */
    default long timestampMillis() {
        return NO_TIMESTAMP;
    }
}
