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
import dev.fennel.pushgateway.internal.Nullable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes metrics apart into the series that a server stores of them when it scrapes them: a classic histogram becomes
 * one for each bucket, one for the sum and one for the count, and so does a summary, with its quantiles. Used by one
 * thread.
 */
final class SeriesWriter implements MetricVisitor {
    private static final String LE = "le";
    private static final String QUANTILE = "quantile";

    /** Those without a time come last, as they get the time of the sample. */
    private static final Comparator<Exemplar> BY_TIME =
            Comparator.comparing(Exemplar::timestamp, Comparator.nullsLast(Comparator.naturalOrder()));

    private final EscapingScheme escaping;
    private final SeriesLabels labels;
    private final WriteRequest request;
    private final boolean nativeHistograms;
    private final BoundTexts bounds = new BoundTexts();
    private final BucketCheck check = new BucketCheck();

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

    /** Whether the metric that is being written has begun to give a value, and whether it has got to its end. */
    private boolean begun;

    private boolean whole;

    SeriesWriter(EscapingScheme escaping, SeriesLabels labels, WriteRequest request, boolean nativeHistograms) {
        this.escaping = escaping;
        this.labels = labels;
        this.request = request;
        this.nativeHistograms = nativeHistograms;
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
        begun = false;
        whole = false;
        metric.write(this);
        if (!whole) { // a metric may catch what its visitor throws
            throw new IllegalStateException("expected a value, got " + (begun ? "one that failed half-way" : "none"));
        }
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
        begin(MetricType.COUNTER);
        labels.series(name);
        put(value, createdMillis, exemplar);
        shape = Shape.NUMBER;
        whole = true;
    }

    @Override
    public void gauge(double value) {
        begin(MetricType.GAUGE);
        labels.series(name);
        put(value, Metric.NO_TIMESTAMP, null);
        shape = Shape.NUMBER;
        whole = true;
    }

    @Override
    public void untyped(double value) {
        begin(MetricType.UNTYPED);
        labels.series(name);
        put(value, Metric.NO_TIMESTAMP, null);
        shape = Shape.NUMBER;
        whole = true;
    }

    @Override
    public void summary(SummaryValue value) {
        begin(MetricType.SUMMARY);
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
        whole = true;
    }

    @Override
    public void histogram(HistogramValue value) {
        begin(MetricType.HISTOGRAM);
        NativeBuckets buckets = value.nativeBuckets();
        if (nativeHistograms && buckets != null) {
            putNative(value, buckets);
            shape = Shape.NATIVE;
        } else {
            putClassic(value);
            shape = Shape.of(value, shape);
        }
        whole = true;
    }

    private void putNative(HistogramValue value, NativeBuckets buckets) {
        labels.series(name);
        long startMillis = startMillis(value.createdMillis());
        request.beginSeries(labels, family, name, startMillis);
        request.putHistogram(value, buckets, timestampMillis, startMillis);
        putExemplars(value, buckets);
        request.endSeries();
    }

    /** Writes exemplars in the order of their times, as a server drops one that is older than the one before. */
    private void putExemplars(HistogramValue value, NativeBuckets buckets) {
        List<Exemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < buckets.exemplarCount(); i++) {
            exemplars.add(buckets.exemplar(i));
        }
        if (exemplars.isEmpty()) { // a server takes those of the classic buckets then
            addClassic(value, exemplars);
        }
        exemplars.sort(BY_TIME);
        exemplars.forEach(exemplar -> request.putExemplar(exemplar, timestampMillis));
    }

    private static void addClassic(HistogramValue value, List<Exemplar> exemplars) {
        for (int i = 0; i < value.bucketCount(); i++) {
            Exemplar exemplar = value.exemplar(i);
            if (exemplar != null) {
                exemplars.add(exemplar);
            }
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

    private void begin(MetricType type) {
        if (begun || type != family.type().valueType()) {
            whole = false;
            throw new IllegalStateException("expected one value of type "
                    + family.type().valueType() + ", got one of type " + type + (begun ? " after another one" : ""));
        }
        begun = true;
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
