package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes metrics apart into the series that a server stores of them when it scrapes them: a classic histogram becomes
 * one for each bucket, one for the sum and one for the count, and so does a summary, with its quantiles. Used by one
 * thread.
 */
final class SeriesWriter implements MetricVisitor {
    private static final String LE = "le";
    private static final String QUANTILE = "quantile";

    private final EscapingScheme escaping;
    private final SeriesLabels labels;
    private final WriteRequest request;
    private final boolean nativeHistograms;
    private final BoundTexts bounds = new BoundTexts();
    private final BucketCheck check = new BucketCheck();
    private final OneValue one = new OneValue();

    /** By the key of a native histogram, the time of its newest exemplar that was written before. */
    private final Map<String, Long> exemplarsBefore;

    /** The same of those that are written now, or were before. */
    private final Map<String, Long> newestExemplars = new HashMap<>();

    /** The time of samples that have none. */
    private long nowMillis;

    /** The present family, with its name as it is written. */
    @SuppressWarnings("NullAway.Init") // there is a family before there is a metric
    private MetricFamily family;

    private String name = "";
    private String bucketName = "";
    private String sumName = "";
    private String countName = "";
    private long timestampMillis;

    /** Which series the last metric has. */
    private Shape shape = Shape.NUMBER;

    SeriesWriter(
            EscapingScheme escaping,
            SeriesLabels labels,
            WriteRequest request,
            boolean nativeHistograms,
            Map<String, Long> exemplarsBefore) {
        this.escaping = escaping;
        this.labels = labels;
        this.request = request;
        this.nativeHistograms = nativeHistograms;
        this.exemplarsBefore = exemplarsBefore;
    }

    /** Begins with another family. */
    void begin(MetricFamily newFamily, long newNowMillis) {
        family = newFamily;
        nowMillis = newNowMillis;
        labels.beginFamily();
        name = escaping.metricName(newFamily.name());
        bucketName = name + "_bucket";
        sumName = name + "_sum";
        countName = name + "_count";
    }

    /** The names of the series of the present family. */
    List<String> names() {
        return switch (family.type()) {
            case HISTOGRAM -> List.of(name, bucketName, sumName, countName);
            case SUMMARY -> List.of(name, sumName, countName);
            default -> List.of(name);
        };
    }

    /**
     * Writes a metric of the present family.
     *
     * @param own its labels
     * @return which series it has
     * @throws RuntimeException if its value cannot be read, or contradicts itself
     */
    Shape write(Metric metric, Labels own) {
        labels.begin(own, boundLabel());
        timestampMillis = metric.timestampMillis() == Metric.NO_TIMESTAMP ? nowMillis : metric.timestampMillis();
        one.expect(family.type());
        metric.write(this);
        one.check();
        return shape;
    }

    /**
     * Goes through the series that a metric of the present family had when it was written: each is the one that
     * {@link #key} and {@link #putEnd} are about while the action runs.
     *
     * @param own its labels
     * @param written the result of {@link #write}
     */
    void eachSeries(Labels own, Shape written, Runnable action) {
        String bound = boundLabel();
        labels.begin(own, bound);
        if (bound == null || written.isSingle()) {
            labels.series(name);
            action.run();
            return;
        }
        String boundName = family.type() == MetricType.HISTOGRAM ? bucketName : name;
        for (int i = 0; i < written.size(); i++) {
            labels.series(boundName, bound, bounds.text(i, written.bound(i)));
            action.run();
        }
        if (written.hasSum()) {
            labels.series(sumName);
            action.run();
        }
        if (written.hasCount()) {
            labels.series(countName);
            action.run();
        }
    }

    /** By the key of each native histogram with exemplars, the time of its newest one. */
    Map<String, Long> newestExemplars() {
        return newestExemplars;
    }

    /** Whether metrics of the present family may have the same labels once they are written. */
    boolean mayRepeat() {
        return labels.mayRepeat();
    }

    /** The labels of a metric of the present family as they are written, as one text. */
    String keyOf(Labels own) {
        labels.begin(own, boundLabel());
        labels.series(name);
        return labels.key();
    }

    /** The labels of the present series, its name included, as one text. */
    String key() {
        return labels.key();
    }

    /** Writes that the present series has ended. */
    void putEnd(Shape written) {
        request.beginSeries(labels, family, name, Metric.NO_TIMESTAMP);
        if (written == Shape.NATIVE) {
            request.putStaleHistogram(nowMillis);
        } else {
            request.putStale(nowMillis);
        }
        request.endSeries();
    }

    private @Nullable String boundLabel() {
        return switch (family.type()) {
            case HISTOGRAM -> LE;
            case SUMMARY -> QUANTILE;
            default -> null;
        };
    }

    @Override
    public boolean takesExemplars() {
        return true;
    }

    @Override
    public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        one.begin(MetricType.COUNTER);
        labels.series(name);
        put(value, createdMillis, exemplar);
        shape = Shape.NUMBER;
        one.end();
    }

    @Override
    public void gauge(double value) {
        one.begin(MetricType.GAUGE);
        labels.series(name);
        put(value, Metric.NO_TIMESTAMP, null);
        shape = Shape.NUMBER;
        one.end();
    }

    @Override
    public void untyped(double value) {
        one.begin(MetricType.UNTYPED);
        labels.series(name);
        put(value, Metric.NO_TIMESTAMP, null);
        shape = Shape.NUMBER;
        one.end();
    }

    @Override
    public void summary(SummaryValue value) {
        one.begin(MetricType.SUMMARY);
        BucketCheck.check(value);
        for (int i = 0; i < value.quantileCount(); i++) {
            labels.series(name, QUANTILE, bounds.text(i, value.quantile(i)));
            put(value.quantileValue(i), Metric.NO_TIMESTAMP, null);
        }
        if (value.hasSum()) {
            labels.series(sumName);
            put(value.sum(), value.createdMillis(), null);
        }
        if (value.hasCount()) {
            labels.series(countName);
            put(value.count(), value.createdMillis(), null);
        }
        shape = Shape.of(value, shape);
        one.end();
    }

    @Override
    public void histogram(HistogramValue value) {
        one.begin(MetricType.HISTOGRAM);
        NativeBuckets buckets = value.nativeBuckets();
        if (nativeHistograms && buckets != null) {
            putNative(value, buckets);
            shape = Shape.NATIVE;
        } else {
            putClassic(value);
            shape = Shape.of(value, shape);
        }
        one.end();
    }

    private void putNative(HistogramValue value, NativeBuckets buckets) {
        labels.series(name);
        long startMillis = startMillis(value.createdMillis());
        request.beginSeries(labels, family, name, startMillis);
        request.putHistogram(value, buckets, timestampMillis, startMillis);
        List<Exemplar> exemplars = ExemplarOrder.of(value, buckets);
        if (!exemplars.isEmpty()) {
            putNewer(exemplars);
        }
        request.endSeries();
    }

    /** Writes those exemplars that are newer than all that were written before: a server refuses the others. */
    private void putNewer(List<Exemplar> exemplars) {
        String key = labels.key();
        Long before = exemplarsBefore.get(key);
        for (Exemplar exemplar : exemplars) {
            long millis = WriteRequest.millis(exemplar, timestampMillis);
            if (before == null || millis > before) {
                request.putExemplar(exemplar, timestampMillis);
                newestExemplars.merge(key, millis, Math::max);
            }
        }
        if (before != null) {
            newestExemplars.merge(key, before, Math::max);
        }
    }

    private void putClassic(HistogramValue value) {
        check.begin();
        for (int i = 0; i < value.bucketCount(); i++) {
            double bound = value.upperBound(i);
            long cumulative = value.cumulativeCount(i);
            check.next(bound, cumulative);
            labels.series(bucketName, LE, bounds.text(i, bound));
            put(cumulative, value.createdMillis(), value.exemplar(i));
        }
        check.total(value); // throws if the buckets contradict each other
        if (value.hasSum()) {
            labels.series(sumName);
            put(value.sum(), value.createdMillis(), null);
        }
        if (BucketCheck.hasCount(value)) {
            labels.series(countName);
            put(BucketCheck.count(value), value.createdMillis(), null);
        }
    }

    /** Writes a series with one sample, whose labels are set. */
    private void put(double value, long createdMillis, @Nullable Exemplar exemplar) {
        long startMillis = startMillis(createdMillis);
        request.beginSeries(labels, family, name, startMillis);
        request.putSample(value, timestampMillis, startMillis);
        if (exemplar != null) {
            request.putExemplar(exemplar, timestampMillis);
        }
        request.endSeries();
    }

    /** When counting began, unless that is after the sample, as with a clock that was set back in between. */
    private long startMillis(long createdMillis) {
        return createdMillis > timestampMillis ? Metric.NO_TIMESTAMP : createdMillis;
    }
}
