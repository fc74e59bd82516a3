package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of a family, one line for each fact, to be compared with the {@link ProtobufLines} of the same family. A
 * missing timestamp is null.
 */
public final class ModelLines implements MetricVisitor {
    private final List<String> lines = new ArrayList<>();

    private ModelLines() {}

    public static List<String> of(MetricFamily family) {
        ModelLines lines = new ModelLines();
        lines.add("family", family.name(), family.help(), family.type().valueType(), family.unit());
        for (Metric metric : family.metrics()) {
            lines.add("metric", metric.labels(), time(metric.timestampMillis()));
            metric.write(lines);
        }
        return lines.lines;
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        add("counter", value, exemplar, time(createdMillis));
    }

    @Override
    public void gauge(double value) {
        add("gauge", value);
    }

    @Override
    public void untyped(double value) {
        add("untyped", value);
    }

    @Override
    public void summary(SummaryValue value) {
        add(
                "summary",
                value.hasCount() ? value.count() : null,
                value.hasSum() ? value.sum() : null,
                time(value.createdMillis()));
        for (int i = 0; i < value.quantileCount(); i++) {
            add("quantile", value.quantile(i), value.quantileValue(i));
        }
    }

    @Override
    public void histogram(HistogramValue value) {
        int last = value.bucketCount() - 1;
        boolean counted = value.hasCount() || (last >= 0 && value.upperBound(last) == Double.POSITIVE_INFINITY);
        add(
                "histogram",
                counted ? value.count() : null,
                value.hasSum() ? value.sum() : null,
                time(value.createdMillis()));
        for (int i = 0; i < value.bucketCount(); i++) {
            if (value.upperBound(i) != Double.POSITIVE_INFINITY || value.exemplar(i) != null) {
                add("bucket", value.upperBound(i), value.cumulativeCount(i), value.exemplar(i));
            }
        }
        NativeBuckets buckets = value.nativeBuckets();
        if (buckets != null) {
            add("native", buckets.schema(), buckets.zeroThreshold(), buckets.zeroCount());
            add("negative", counts(buckets.negative()));
            add("positive", counts(buckets.positive()));
            for (int i = 0; i < buckets.exemplarCount(); i++) {
                add("exemplar", buckets.exemplar(i));
            }
        }
    }

    private static Map<Integer, Long> counts(NativeBuckets.Populated buckets) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            counts.put(buckets.key(i), buckets.count(i));
        }
        return counts;
    }

    private static Instant time(long millis) {
        return millis == Metric.NO_TIMESTAMP ? null : Instant.ofEpochMilli(millis);
    }

    private void add(Object... facts) {
        lines.add(Arrays.toString(facts));
    }
}
