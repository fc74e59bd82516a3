package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Metric;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A histogram, as far as its lines were read. */
final class HistogramDraft extends PointDraft {
    /** The label with a bucket's upper bound. */
    static final String BOUND = "le";

    private final TreeMap<Double, Long> buckets = new TreeMap<>();
    private final TreeMap<Double, Exemplar> exemplars = new TreeMap<>();
    private Long count;
    private Double sum;
    private Long createdMillis;

    HistogramDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    void add(Part part, SampleLine sample, TextCursor in) {
        boolean isDuplicate = switch (part) {
            case BUCKET -> addBucket(sample, in);
            case COUNT, GAUGE_COUNT -> count != null;
            case SUM, GAUGE_SUM -> sum != null;
            default -> createdMillis != null;
        };
        if (isDuplicate) {
            throw duplicate(sample, in);
        }
        switch (part) {
            case BUCKET -> { }
            case COUNT, GAUGE_COUNT -> count = NumberGrammar.count(sample.value(), in);
            case SUM, GAUGE_SUM -> sum = sample.number();
            default -> createdMillis = NumberGrammar.secondsInMillis(sample.value(), in);
        }
    }

    /** Adds a bucket unless there is one of the same bound already, and says whether there is. */
    private boolean addBucket(SampleLine sample, TextCursor in) {
        Token text = sample.label(BOUND);
        double bound = NumberGrammar.value(text, in);
        if (Double.isNaN(bound)) {
            throw in.expected("an upper bound", text);
        }
        bound += 0.0; // zero is one bound, with and without a sign
        if (sample.exemplar() != null) {
            exemplars.put(bound, sample.exemplar().exemplar());
        }
        return buckets.putIfAbsent(bound, NumberGrammar.count(sample.value(), in)) != null;
    }

    /**
     * Checks that a bucket is the next one, as OpenMetrics asks.
     *
     * @throws TextParseException if its bound is not higher than the last one, or its count is lower
     */
    void checkOrder(SampleLine bucket, TextCursor in) {
        if (buckets.isEmpty()) {
            return;
        }
        Map.Entry<Double, Long> last = buckets.lastEntry();
        Token bound = bucket.label(BOUND);
        if (NumberGrammar.value(bound, in) <= last.getKey()) {
            throw in.expected("an upper bound above " + last.getKey(), bound);
        }
        if (NumberGrammar.count(bucket.value(), in) < last.getValue()) {
            throw in.expected("a cumulative count of at least " + last.getValue(), bucket.value());
        }
    }

    /**
     * Checks that all is there that OpenMetrics asks for, and nothing that it does not allow together.
     *
     * @throws TextParseException if not
     */
    void checkComplete(OpenMetricsType type) {
        Long infinite = buckets.get(Double.POSITIVE_INFINITY);
        boolean isGauge = type == OpenMetricsType.GAUGE_HISTOGRAM;
        if (infinite == null) {
            throw error("expected a bucket \"+Inf\", got buckets " + buckets.keySet());
        }
        if (count == null != (sum == null)) {
            throw error("expected both sum and count or neither, got only the " + (sum == null ? "count" : "sum"));
        }
        if (count != null && !count.equals(infinite)) {
            throw error("expected the bucket \"+Inf\" to have the count of " + count + ", got " + infinite);
        }
        boolean belowZero = buckets.firstKey() < 0;
        if (sum != null && belowZero && !isGauge) {
            throw error("expected no sum beside a bucket below zero, got " + sum);
        }
        if (sum != null && sum < 0 && !belowZero) {
            throw error("expected a sum of 0 or more, got " + sum + " with no bucket below zero");
        }
    }

    @Override
    void build(FamilyDraft family, Consumer<? super Metric> out) {
        long total = count != null ? count : buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
        ConstMetric metric = ConstMetric.histogram(
                family.desc(labels()),
                total,
                sum == null ? Double.NaN : sum,
                buckets,
                labels().values().toArray(String[]::new));
        if (!exemplars.isEmpty()) {
            metric = metric.withExemplars(exemplars.descendingMap().values().toArray(Exemplar[]::new));
        }
        if (createdMillis != null) {
            metric = metric.withCreated(Instant.ofEpochMilli(createdMillis));
        }
        out.accept(withTimestamp(metric));
    }
}
