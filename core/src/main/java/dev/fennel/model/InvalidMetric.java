package dev.fennel.model;

import java.util.Objects;

/**
 * Stands for a metric that could not be read: how a collector reports an error without losing its other metrics.
 * Gathering it adds the error to the result.
 */
public final class InvalidMetric implements Metric {
    private final Desc desc;
    private final RuntimeException error;

    /**
     * A metric that could not be read.
     *
     * @param desc describes the metric
     * @param error why it could not be read
     */
    public InvalidMetric(Desc desc, RuntimeException error) {
        this.desc = Objects.requireNonNull(desc, "desc");
        this.error = Objects.requireNonNull(error, "error");
    }

    @Override
    public Desc desc() {
        return desc;
    }

    @Override
    public Labels labels() {
        return desc.constLabels();
    }

    /**
     * Throws the error.
     *
     * @param visitor not called
     */
    @Override
    public void write(MetricVisitor visitor) {
        throw error;
    }
}
