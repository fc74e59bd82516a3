package dev.fennel.races;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;
import org.openjdk.jcstress.infra.results.DDD_Result;

/** One reading of a histogram or a summary, as a scrape takes it. */
final class ReadValue implements MetricVisitor {
    long count;
    double sum;

    /** How many observations are in the first bucket. */
    private long first;

    /** How many observations are in native buckets. */
    long inNativeBuckets;

    private ReadValue() {}

    static ReadValue of(Metric metric) {
        ReadValue value = new ReadValue();
        metric.write(value);
        return value;
    }

    /** Hands out the count, the sum, and the count of the first bucket. */
    void copyTo(DDD_Result result) {
        result.r1 = count;
        result.r2 = sum;
        result.r3 = first;
    }

    @Override
    public void histogram(HistogramValue value) {
        count = value.count();
        sum = value.sum();
        first = value.cumulativeCount(0);
        NativeBuckets buckets = value.nativeBuckets();
        if (buckets != null) {
            inNativeBuckets = buckets.zeroCount();
            for (int i = 0; i < buckets.positive().size(); i++) {
                inNativeBuckets += buckets.positive().count(i);
            }
        }
    }

    @Override
    public void summary(SummaryValue value) {
        count = value.count();
        sum = value.sum();
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        throw new AssertionError("neither a histogram nor a summary");
    }

    @Override
    public void gauge(double value) {
        throw new AssertionError("neither a histogram nor a summary");
    }

    @Override
    public void untyped(double value) {
        throw new AssertionError("neither a histogram nor a summary");
    }
}
