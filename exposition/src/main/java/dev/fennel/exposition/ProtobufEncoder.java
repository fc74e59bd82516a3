package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.SummaryValue;

/**
 * Writes messages {@code io.prometheus.client.MetricFamily} of the <a
 * href="https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">published
 * schema</a>, each preceded by its length, with the same bytes as client_golang: fields in the order of their numbers,
 * values present even where they are zero, and the bucket for {@code +Inf} only if it has an exemplar.
 *
 * <p>The schema has neither infos nor state sets; both are written as gauges. Its fields for float counts and gauge
 * histograms are never written, because no value has them.
 *
 * <p>{@link ProtobufHistogram} writes histograms, {@link ProtobufMessages} writes label pairs, exemplars and
 * timestamps, {@link ProtobufSchema} has the field numbers, and {@link ProtobufWriter} knows the wire format.
 */
final class ProtobufEncoder extends BufferedEncoder {
    private final ProtobufWriter out = new ProtobufWriter(body);
    private final ProtobufHistogram histograms = new ProtobufHistogram(out);

    private final boolean scrape;
    private int familyStart;
    private int metricStart;

    ProtobufEncoder(EscapingScheme escaping, boolean scrape) {
        super(escaping, FamilyName.Rule.plain(escaping), new ProtobufMessages.LabelPairs());
        this.scrape = scrape;
    }

    @Override
    boolean isScrape() {
        return scrape;
    }

    @Override
    boolean takesExemplars() {
        return true;
    }

    @Override
    void begin(MetricFamily family, FamilyName name) {
        familyStart = out.begin();
        out.putString(ProtobufSchema.FAMILY_NAME, name.samples());
        out.putString(ProtobufSchema.FAMILY_HELP, family.help());
        out.putVarint(ProtobufSchema.FAMILY_TYPE, typeNumber(family.type().valueType()));
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
    void putCounter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        beginMetric();
        int start = out.begin(ProtobufSchema.METRIC_COUNTER);
        out.putDouble(ProtobufSchema.COUNTER_VALUE, value);
        if (exemplar != null) {
            ProtobufMessages.putExemplar(ProtobufSchema.COUNTER_EXEMPLAR, exemplar, out);
        }
        ProtobufMessages.putMillis(ProtobufSchema.COUNTER_CREATED, createdMillis, out);
        out.end(start);
        putTimestamp();
        out.end(metricStart);
    }

    @Override
    void putGauge(double value) {
        beginMetric();
        putValue(ProtobufSchema.METRIC_GAUGE, value);
    }

    @Override
    void putUntyped(double value) {
        beginMetric();
        putValue(ProtobufSchema.METRIC_UNTYPED, value);
    }

    /** Writes a message that contains only a value, and ends the metric. */
    private void putValue(int field, double value) {
        int start = out.begin(field);
        out.putDouble(ProtobufSchema.VALUE, value);
        out.end(start);
        putTimestamp();
        out.end(metricStart);
    }

    @Override
    void putSummary(SummaryValue value) {
        beginMetric();
        int start = out.begin(ProtobufSchema.METRIC_SUMMARY);
        out.putVarint(ProtobufSchema.SUMMARY_COUNT, value.count());
        out.putDouble(ProtobufSchema.SUMMARY_SUM, value.sum());
        for (int i = 0; i < value.quantileCount(); i++) {
            int quantile = out.begin(ProtobufSchema.SUMMARY_QUANTILE);
            out.putDouble(ProtobufSchema.QUANTILE_RANK, value.quantile(i));
            out.putDouble(ProtobufSchema.QUANTILE_VALUE, value.quantileValue(i));
            out.end(quantile);
        }
        ProtobufMessages.putMillis(ProtobufSchema.SUMMARY_CREATED, value.createdMillis(), out);
        out.end(start);
        putTimestamp();
        out.end(metricStart);
    }

    @Override
    void putHistogram(HistogramValue value) {
        beginMetric();
        putTimestamp(); // its field number is smaller than that of the histogram
        int start = out.begin(ProtobufSchema.METRIC_HISTOGRAM);
        histograms.put(value);
        out.end(start);
        out.end(metricStart);
    }

    private void beginMetric() {
        metricStart = out.begin(ProtobufSchema.FAMILY_METRIC);
        putLabels();
    }

    private void putTimestamp() {
        if (timestampMillis() != Metric.NO_TIMESTAMP) {
            out.putVarint(ProtobufSchema.METRIC_TIMESTAMP_MILLIS, timestampMillis());
        }
    }

    @Override
    public void finish() {
        // This format has no end mark.
    }
}
