package dev.fennel.model;

import dev.fennel.internal.Nullable;

/** Takes the value that a metric writes, and makes a const metric of it. Used by one thread, once. */
final class MetricCopy implements MetricVisitor {
    private final Desc desc;
    private final Labels labels;
    private final long timestampMillis;
    private @Nullable ConstMetric copy;

    private MetricCopy(Metric metric) {
        this.desc = metric.desc();
        this.labels = metric.labels();
        this.timestampMillis = metric.timestampMillis();
    }

    static ConstMetric of(Metric metric) {
        MetricCopy visitor = new MetricCopy(metric);
        metric.write(visitor);
        if (visitor.copy == null) {
            throw new IllegalArgumentException(
                    visitor.desc.quoted() + ": expected the metric to write a value, got none");
        }
        return visitor.copy;
    }

    private void take(MetricType type, ConstMetric taken) {
        if (desc.type().valueType() != type || copy != null) {
            throw new IllegalArgumentException(desc.quoted() + ": expected the metric to write one "
                    + desc.type().valueType() + ", got " + (copy == null ? "" : "another ") + type);
        }
        copy = taken;
    }

    private void scalar(MetricType type, double value, long createdMillis, @Nullable Exemplar exemplar) {
        take(type, new ConstMetric.Scalar(desc, labels, timestampMillis, value, createdMillis, exemplar));
    }

    @Override
    public boolean takesExemplars() {
        return true;
    }

    @Override
    public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        scalar(MetricType.COUNTER, value, createdMillis, exemplar);
    }

    @Override
    public void gauge(double value) {
        scalar(MetricType.GAUGE, value, Metric.NO_TIMESTAMP, null);
    }

    @Override
    public void untyped(double value) {
        scalar(MetricType.UNTYPED, value, Metric.NO_TIMESTAMP, null);
    }

    @Override
    public void histogram(HistogramValue value) {
        take(
                MetricType.HISTOGRAM,
                new ConstMetric.Histogram(desc, labels, timestampMillis, FixedHistogram.copyOf(value)));
    }

    @Override
    public void summary(SummaryValue value) {
        take(MetricType.SUMMARY, new ConstMetric.Summary(desc, labels, timestampMillis, FixedSummary.copyOf(value)));
    }
}
