package dev.fennel.exposition;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.ProtobufWriter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NumberBatch;
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
    private final ProtobufHistogram histograms = new ProtobufHistogram(out, check);

    /** About how long a metric is, as most are counters or gauges. */
    private static final int USUAL_SIZE = 64;

    private static final ByteBuf NOTHING = new ByteBuf(0);

    /** What {@link #created(long)} returned, for {@code createdMillis}. */
    private final ByteBuf created = new ByteBuf(32);

    private final ProtobufWriter createdWriter = new ProtobufWriter(created);
    private long createdMillis = Metric.NO_TIMESTAMP;

    private final boolean scrape;
    private int familyStart;
    /** The room before the start, for the length. */
    private int familyRoom;

    private int metricStart;

    ProtobufEncoder(EscapingScheme escaping, boolean scrape) {
        super(escaping, FamilyName.Rule.plain(escaping), new ProtobufMessages.LabelPairs(), SharedLabels.of(true));
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
    boolean takesCreated() {
        return true;
    }

    @Override
    void begin(MetricFamily family, FamilyName name) {
        familyRoom = out.leaveRoomFor((int) Math.min((long) family.metrics().size() * USUAL_SIZE, Integer.MAX_VALUE));
        familyStart = body.size();
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
        out.end(familyStart, familyRoom);
    }

    @Override
    void putNumbers(NumberBatch numbers) {
        boolean counters = numbers.type() == MetricType.COUNTER;
        for (int i = 0; i < numbers.size(); i++) {
            labels.advance();
            if (!counters) {
                putNumber(ProtobufSchema.METRIC_GAUGE, numbers.value(i), NOTHING);
            } else if (numbers.exemplar(i) == null) {
                putNumber(ProtobufSchema.METRIC_COUNTER, numbers.value(i), created(numbers.createdMillis(i)));
            } else {
                putCounter(numbers.value(i), numbers.createdMillis(i), numbers.exemplar(i));
            }
        }
    }

    /** Writes a metric whose message ends with the given bytes, after the value. All lengths are known in advance. */
    private void putNumber(int field, double value, ByteBuf last) {
        int length = ProtobufWriter.DOUBLE_SIZE + last.size();
        out.begin(ProtobufSchema.FAMILY_METRIC, labels.length() + ProtobufWriter.BEGIN_SIZE + length);
        putLabels();
        out.begin(field, length);
        out.putDouble(ProtobufSchema.VALUE, value);
        body.put(last);
    }

    /** The field with the time when counting began; the same again for as long as that is the same. */
    private ByteBuf created(long millis) {
        if (millis != createdMillis) {
            createdMillis = Metric.NO_TIMESTAMP; // in case a stack overflow ends this half-way
            created.end(0);
            ProtobufMessages.putMillis(ProtobufSchema.COUNTER_CREATED, millis, createdWriter);
            createdMillis = millis;
        }
        return created;
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
        BucketCheck.check(value);
        beginMetric();
        int start = out.begin(ProtobufSchema.METRIC_SUMMARY);
        if (value.hasCount()) {
            out.putVarint(ProtobufSchema.SUMMARY_COUNT, value.count());
        }
        if (value.hasSum()) {
            out.putDouble(ProtobufSchema.SUMMARY_SUM, value.sum());
        }
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
