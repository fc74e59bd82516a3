package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.SummaryValue;
import dev.fennel.registry.GatherError;

/**
 * Writes messages {@code io.prometheus.client.MetricFamily} of the <a
 * href="https://github.com/prometheus/client_model/blob/v0.6.2/io/prometheus/client/metrics.proto">published
 * schema</a>, each preceded by its length, with the same bytes as client_golang: fields in the order of their numbers,
 * values present even where they are zero, and the bucket for {@code +Inf} only if it has an exemplar.
 *
 * <p>The schema knows neither infos nor state sets, which are gauges here. Its fields for float counts and gauge
 * histograms are never written, as no value has them.
 */
final class ProtobufEncoder extends BufferedEncoder {
    private final FamilyNames names;
    private final LabelBlockCache blockCache;
    private final ProtobufWriter out = new ProtobufWriter(body);
    private final ProtobufHistogram histograms = new ProtobufHistogram(out);

    private int familyStart;
    private LabelBlocks blocks;
    private int index;
    private long timestampMillis;
    private int metricStart;

    ProtobufEncoder(EscapingScheme escaping) {
        this.names = new FamilyNames(NamingRule.plain(escaping));
        this.blockCache = new LabelBlockCache(escaping, new ProtobufLabels());
    }

    @Override
    public void reset() {
        super.reset();
        names.reset();
    }

    @Override
    public void finish() {
        // This format has no end mark.
    }

    @Override
    boolean begin(MetricFamily family) {
        FamilyNames.Named named = names.add(family);
        if (named.conflict() != null) {
            report(EncodingErrors.of(family, named.conflict()));
            return false;
        }
        familyStart = out.begin();
        out.putString(ProtobufSchema.FAMILY_NAME, named.written().samples());
        out.putString(ProtobufSchema.FAMILY_HELP, family.help());
        out.putVarint(ProtobufSchema.FAMILY_TYPE, typeNumber(family.type().valueType()));
        blocks = blockCache.of(family);
        return true;
    }

    private static int typeNumber(MetricType type) {
        return switch (type) {
            case COUNTER -> 0;
            case GAUGE, INFO, STATE_SET -> 1;
            case SUMMARY -> 2;
            case UNTYPED -> 3;
            case HISTOGRAM -> 4;
        };
    }

    @Override
    void end(MetricFamily family) {
        if (!family.unit().isEmpty()) {
            out.putString(ProtobufSchema.FAMILY_UNIT, family.unit());
        }
        out.end(familyStart);
    }

    @Override
    GatherError select(int newIndex, Metric metric) {
        index = newIndex;
        timestampMillis = metric.timestampMillis();
        return blocks.error(newIndex);
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        beginMetric(MetricType.COUNTER);
        int start = out.begin(ProtobufSchema.METRIC_COUNTER);
        out.putDouble(ProtobufSchema.COUNTER_VALUE, value);
        if (exemplar != null) {
            ProtobufExemplars.put(ProtobufSchema.COUNTER_EXEMPLAR, exemplar, out);
        }
        ProtobufTimestamps.putMillis(ProtobufSchema.COUNTER_CREATED, createdMillis, out);
        out.end(start);
        putTimestamp();
        out.end(metricStart);
    }

    @Override
    public void gauge(double value) {
        beginMetric(MetricType.GAUGE);
        putValue(ProtobufSchema.METRIC_GAUGE, value);
    }

    @Override
    public void untyped(double value) {
        beginMetric(MetricType.UNTYPED);
        putValue(ProtobufSchema.METRIC_UNTYPED, value);
    }

    /** Writes a message that has nothing but a value, and ends the metric. */
    private void putValue(int field, double value) {
        int start = out.begin(field);
        out.putDouble(ProtobufSchema.VALUE, value);
        out.end(start);
        putTimestamp();
        out.end(metricStart);
    }

    @Override
    public void summary(SummaryValue value) {
        beginMetric(MetricType.SUMMARY);
        int start = out.begin(ProtobufSchema.METRIC_SUMMARY);
        out.putVarint(ProtobufSchema.SUMMARY_COUNT, value.count());
        out.putDouble(ProtobufSchema.SUMMARY_SUM, value.sum());
        for (int i = 0; i < value.quantileCount(); i++) {
            int quantile = out.begin(ProtobufSchema.SUMMARY_QUANTILE);
            out.putDouble(ProtobufSchema.QUANTILE_RANK, value.quantile(i));
            out.putDouble(ProtobufSchema.QUANTILE_VALUE, value.quantileValue(i));
            out.end(quantile);
        }
        ProtobufTimestamps.putMillis(ProtobufSchema.SUMMARY_CREATED, value.createdMillis(), out);
        out.end(start);
        putTimestamp();
        out.end(metricStart);
    }

    @Override
    public void histogram(HistogramValue value) {
        beginMetric(MetricType.HISTOGRAM);
        putTimestamp(); // the number of its field is smaller than that of the histogram
        int start = out.begin(ProtobufSchema.METRIC_HISTOGRAM);
        histograms.put(value);
        out.end(start);
        out.end(metricStart);
    }

    private void beginMetric(MetricType type) {
        accept(type);
        metricStart = out.begin(ProtobufSchema.FAMILY_METRIC);
        blocks.put(index, body);
    }

    private void putTimestamp() {
        if (timestampMillis != Metric.NO_TIMESTAMP) {
            out.putVarint(ProtobufSchema.METRIC_TIMESTAMP_MILLIS, timestampMillis);
        }
    }
}
