package dev.fennel.otlp;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;
import dev.fennel.pushgateway.internal.ExemplarOrder;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.pushgateway.internal.OneValue;

/** Writes each metric as one data point, whose kind depends on the type of the metric. Used by one thread. */
final class PointWriter implements MetricVisitor {
    private static final int START = 2;
    private static final int TIME = 3;

    private final MessageWriter out;
    private final ExportRequest request;
    private final boolean nativeHistograms;
    private final ExemplarWriter exemplars;
    private final ExponentialBuckets exponential;
    private final BucketCheck check = new BucketCheck();
    private final OneValue one = new OneValue();

    @SuppressWarnings("NullAway.Init") // there is a family before there is a metric
    private MetricFamily family;

    /** The time of points that have none. */
    private long nowMillis;

    private long timeMillis;
    private Labels labels = Labels.EMPTY;

    PointWriter(MessageWriter out, ExportRequest request, boolean nativeHistograms) {
        this.out = out;
        this.request = request;
        this.nativeHistograms = nativeHistograms;
        exemplars = new ExemplarWriter(out);
        exponential = new ExponentialBuckets(out);
    }

    /** Begins with another family. */
    void begin(MetricFamily newFamily, long newNowMillis) {
        family = newFamily;
        nowMillis = newNowMillis;
    }

    /**
     * Writes a metric of the present family.
     *
     * @throws RuntimeException if its value cannot be read, or contradicts itself
     */
    void write(Metric metric, Labels own) {
        labels = own;
        timeMillis = metric.timestampMillis() == Metric.NO_TIMESTAMP ? nowMillis : metric.timestampMillis();
        if (!Nanos.has(timeMillis)) {
            throw new IllegalArgumentException(
                    "expected a timestamp from 1970 to 2262, got " + timeMillis + " milliseconds since 1970");
        }
        one.expect(family.type());
        metric.write(this);
        one.check();
    }

    @Override
    public boolean takesExemplars() {
        return true;
    }

    @Override
    public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        one.begin(MetricType.COUNTER);
        putNumber(DataKind.COUNTER, value, createdMillis, exemplar);
        one.end();
    }

    @Override
    public void gauge(double value) {
        one.begin(MetricType.GAUGE);
        DataKind kind = family.type() == MetricType.GAUGE ? DataKind.GAUGE : DataKind.UP_DOWN;
        putNumber(kind, value, Metric.NO_TIMESTAMP, null);
        one.end();
    }

    @Override
    public void untyped(double value) {
        one.begin(MetricType.UNTYPED);
        putNumber(DataKind.GAUGE, value, Metric.NO_TIMESTAMP, null);
        one.end();
    }

    private void putNumber(DataKind kind, double value, long createdMillis, @Nullable Exemplar exemplar) {
        begin(kind, createdMillis);
        out.putDouble(4, "asDouble", value);
        if (exemplar != null) {
            exemplars.put(5, exemplar, timeMillis);
        }
        end(7);
    }

    @Override
    public void histogram(HistogramValue value) {
        one.begin(MetricType.HISTOGRAM);
        NativeBuckets buckets = value.nativeBuckets();
        if (nativeHistograms && buckets != null) {
            putExponential(value, buckets);
        } else {
            putClassic(value);
        }
        one.end();
    }

    private void putExponential(HistogramValue value, NativeBuckets buckets) {
        begin(DataKind.EXPONENTIAL, value.createdMillis());
        putCountAndSum(BucketCheck.count(value), value);
        exponential.put(value, buckets);
        ExemplarOrder.of(value, buckets).forEach(exemplar -> exemplars.put(11, exemplar, timeMillis));
        end(1);
    }

    private void putClassic(HistogramValue value) {
        begin(DataKind.HISTOGRAM, value.createdMillis());
        long total = putBuckets(value);
        putCountAndSum(total, value);
        for (int i = 0; i < value.bucketCount(); i++) {
            Exemplar exemplar = value.exemplar(i);
            if (exemplar != null) {
                exemplars.put(8, exemplar, timeMillis);
            }
        }
        end(9);
    }

    /**
     * Writes the counts of buckets, which are not cumulative here, and their bounds, of which {@code +Inf} is not one.
     * The last count is of what is above all bounds; if that is not known, it is zero.
     *
     * @return how many observations there are in all buckets
     */
    private long putBuckets(HistogramValue value) {
        check.begin();
        long below = 0;
        out.beginNumbers(6, "bucketCounts");
        for (int i = 0; i < value.bucketCount(); i++) {
            long cumulative = value.cumulativeCount(i);
            check.next(value.upperBound(i), cumulative);
            out.addFixed(cumulative - below);
            below = cumulative;
        }
        long total = check.total(value); // throws if the buckets contradict each other
        if (!check.isWhole()) {
            out.addFixed(total - below);
        }
        out.endNumbers();
        out.beginNumbers(7, "explicitBounds");
        for (int i = 0; i < value.bucketCount() - (check.isWhole() ? 1 : 0); i++) {
            out.addDouble(value.upperBound(i));
        }
        out.endNumbers();
        return total;
    }

    private void putCountAndSum(long count, HistogramValue value) {
        out.putFixed(4, "count", count);
        if (value.hasSum()) {
            out.putDouble(5, "sum", value.sum());
        }
    }

    /** What a summary does not have is zero, as the schema demands. */
    @Override
    public void summary(SummaryValue value) {
        one.begin(MetricType.SUMMARY);
        BucketCheck.check(value);
        begin(DataKind.SUMMARY, value.createdMillis());
        out.putFixed(4, "count", value.count());
        out.putDouble(5, "sum", value.hasSum() ? value.sum() : 0);
        for (int i = 0; i < value.quantileCount(); i++) {
            out.beginElement(6, "quantileValues");
            out.putDouble(1, "quantile", value.quantile(i));
            out.putDouble(2, "value", value.quantileValue(i));
            out.end();
        }
        end(7);
        one.end();
    }

    /**
     * Begins a point with its times, which all kinds have in the same fields. A start after the time of the value, as
     * when the clock was set back, contradicts it, and is left out as one that is not known.
     */
    private void begin(DataKind kind, long createdMillis) {
        request.beginPoint(family, kind);
        if (createdMillis > 0 && createdMillis <= timeMillis) {
            out.putFixed(START, "startTimeUnixNano", Nanos.of(createdMillis));
        }
        out.putFixed(TIME, "timeUnixNano", Nanos.of(timeMillis));
    }

    /** Ends a point with its attributes. A label without a value means the same as none. */
    private void end(int attributesField) {
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.value(i).isEmpty()) {
                out.putAttribute(attributesField, "attributes", labels.name(i), labels.value(i));
            }
        }
        request.endPoint();
    }
}
