package dev.fennel.testing;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/** Reads the value of a metric, or the count and the sum of a histogram or a summary. */
final class ValueReader implements MetricVisitor {
    private boolean observes;
    private double value;
    private long count;

    private ValueReader() {}

    /** Reads a metric. Throws an {@link AssertionError} if it cannot be read. */
    static ValueReader read(Metric metric) {
        ValueReader reader = new ValueReader();
        try {
            metric.write(reader);
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "cannot read the value of \"" + metric.desc().name() + "\": " + e.getMessage(), e);
        }
        return reader;
    }

    @Override
    public void counter(double newValue, long createdMillis, @Nullable Exemplar exemplar) {
        value = newValue;
    }

    @Override
    public void gauge(double newValue) {
        value = newValue;
    }

    @Override
    public void untyped(double newValue) {
        value = newValue;
    }

    @Override
    public void histogram(HistogramValue histogram) {
        observed(histogram.count(), histogram.sum());
    }

    @Override
    public void summary(SummaryValue summary) {
        observed(summary.count(), summary.sum());
    }

    private void observed(long newCount, double sum) {
        observes = true;
        count = newCount;
        value = sum;
    }

    /** Whether the metric was a histogram or a summary. */
    boolean observes() {
        return observes;
    }

    /** The value, or the sum of the observations. */
    double value() {
        return value;
    }

    /** The number of observations. */
    long count() {
        return count;
    }
}
