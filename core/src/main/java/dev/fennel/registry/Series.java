package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;

/**
 * A metric during a gather, with everything but its value read once.
 *
 * @param metric the metric
 * @param desc its Desc
 * @param labels its labels
 * @param timestampMillis its timestamp, or {@link Metric#NO_TIMESTAMP}
 * @param source where it comes from, for messages
 */
record Series(Metric metric, Desc desc, Labels labels, long timestampMillis, String source) {
    /** Reads a metric, which may be a user's code. */
    static Series of(Metric metric, String source) {
        Desc desc = metric.desc();
        if (desc == null) {
            throw new MetricFault("desc() returned null, expected a Desc");
        }
        Labels labels = metric.labels();
        if (labels == null) {
            throw new MetricFault(desc.quoted() + ": labels() returned null, expected Labels");
        }
        return new Series(metric, desc, labels, metric.timestampMillis(), source);
    }

    Series withMetric(Metric other) {
        return new Series(other, desc, labels, timestampMillis, source);
    }

    /**
     * The series for a message.
     *
     * @return type, name and labels
     */
    @Override
    public String toString() {
        return desc.quoted() + labels;
    }
}
