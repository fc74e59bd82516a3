package dev.fennel.exposition;

import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.PopulatedBuckets;
import dev.fennel.model.SummaryValue;
import java.util.ArrayList;
import java.util.List;

/** A metric without what the golden files' client_golang does not know: created timestamps, exemplars of native buckets. */
record WithoutNewerFields(Metric metric) implements Metric {
    static List<MetricFamily> of(List<MetricFamily> families) {
        List<MetricFamily> changed = new ArrayList<>();
        for (MetricFamily family : families) {
            List<Metric> metrics =
                    family.metrics().stream().<Metric>map(WithoutNewerFields::new).toList();
            changed.add(new MetricFamily(metrics.get(0).desc(), metrics));
        }
        return changed;
    }

    @Override
    public Desc desc() {
        return metric.desc();
    }

    @Override
    public Labels labels() {
        return metric.labels();
    }

    @Override
    public long timestampMillis() {
        return metric.timestampMillis();
    }

    @Override
    public void write(MetricVisitor visitor) {
        metric.write(new Changing(visitor));
    }

    private record Changing(MetricVisitor visitor) implements MetricVisitor {
        @Override
        public void counter(double value, long createdMillis, Exemplar exemplar) {
            visitor.counter(value, NO_TIMESTAMP, exemplar);
        }

        @Override
        public void gauge(double value) {
            visitor.gauge(value);
        }

        @Override
        public void untyped(double value) {
            visitor.untyped(value);
        }

        @Override
        public void histogram(HistogramValue value) {
            visitor.histogram(new ChangedHistogram(value));
        }

        @Override
        public void summary(SummaryValue value) {
            visitor.summary(new ChangedSummary(value));
        }
    }

    private record ChangedHistogram(HistogramValue value) implements HistogramValue {
        @Override
        public long count() {
            return value.count();
        }

        @Override
        public double sum() {
            return value.sum();
        }

        @Override
        public int bucketCount() {
            return value.bucketCount();
        }

        @Override
        public double upperBound(int index) {
            return value.upperBound(index);
        }

        @Override
        public long cumulativeCount(int index) {
            return value.cumulativeCount(index);
        }

        @Override
        public Exemplar exemplar(int index) {
            return value.exemplar(index);
        }

        @Override
        public NativeBuckets nativeBuckets() {
            return value.nativeBuckets() == null ? null : new ChangedBuckets(value.nativeBuckets());
        }
    }

    private record ChangedBuckets(NativeBuckets buckets) implements NativeBuckets {
        @Override
        public int schema() {
            return buckets.schema();
        }

        @Override
        public double zeroThreshold() {
            return buckets.zeroThreshold();
        }

        @Override
        public long zeroCount() {
            return buckets.zeroCount();
        }

        @Override
        public PopulatedBuckets positive() {
            return buckets.positive();
        }

        @Override
        public PopulatedBuckets negative() {
            return buckets.negative();
        }
    }

    private record ChangedSummary(SummaryValue value) implements SummaryValue {
        @Override
        public long count() {
            return value.count();
        }

        @Override
        public double sum() {
            return value.sum();
        }

        @Override
        public int quantileCount() {
            return value.quantileCount();
        }

        @Override
        public double quantile(int index) {
            return value.quantile(index);
        }

        @Override
        public double quantileValue(int index) {
            return value.quantileValue(index);
        }
    }
}
