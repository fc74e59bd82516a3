package dev.fennel.metrics;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/**
 * Boils a series down to a number that stays the same while nobody writes to it, and differs, but for a freak
 * coincidence, once somebody changed its value. Used by one thread at a time.
 */
final class SeriesActivity implements MetricVisitor {
    private long read;

    long of(Instrument series) {
        series.write(this);
        return read;
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        read = Double.doubleToRawLongBits(value);
    }

    @Override
    public void gauge(double value) {
        read = Double.doubleToRawLongBits(value);
    }

    @Override
    public void untyped(double value) {
        read = Double.doubleToRawLongBits(value);
    }

    @Override
    public void histogram(HistogramValue value) {
        read = mix(value.count(), value.sum());
    }

    @Override
    public void summary(SummaryValue value) {
        read = mix(value.count(), value.sum());
    }

    /** The sum is there for the sake of a histogram whose count began anew. */
    private static long mix(long count, double sum) {
        return 31 * Double.doubleToRawLongBits(sum) + count;
    }
}
