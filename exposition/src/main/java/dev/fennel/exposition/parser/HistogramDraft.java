package dev.fennel.exposition.parser;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Exemplar;
import java.util.Map;
import java.util.TreeMap;

/** A histogram, as far as its lines were read. */
final class HistogramDraft extends ObservationsDraft {
    /** The label with a bucket's upper bound. */
    static final String BOUND = "le";

    private final TreeMap<Double, Long> buckets = new TreeMap<>();
    private final TreeMap<Double, Exemplar> exemplars = new TreeMap<>();

    HistogramDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    boolean addOne(SampleLine sample, TextCursor in) {
        Token text = sample.label(BOUND);
        double bound = NumberGrammar.value(text, in);
        if (Double.isNaN(bound)) {
            throw in.expected("an upper bound", text);
        }
        bound += 0.0; // zero is one bound, with and without a sign
        if (sample.exemplar() != null) {
            exemplars.put(bound, sample.exemplar().exemplar());
        }
        return buckets.putIfAbsent(bound, NumberGrammar.count(sample.value(), in)) == null;
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
     * Checks that all is there that OpenMetrics asks for.
     *
     * @throws TextParseException if not
     */
    void checkComplete() {
        Long infinite = buckets.get(Double.POSITIVE_INFINITY);
        Long count = count();
        Double sum = sum();
        if (infinite == null) {
            throw error("expected a bucket \"+Inf\", got buckets " + buckets.keySet());
        }
        if (count == null != (sum == null)) {
            throw error("expected both sum and count or neither, got only the " + (sum == null ? "count" : "sum"));
        }
        if (count != null && !count.equals(infinite)) {
            throw error("expected the bucket \"+Inf\" to have the count of " + count + ", got " + infinite);
        }
    }

    @Override
    ConstMetric build(FamilyDraft family, double knownSum) {
        long last = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
        long total = count() == null ? last : count();
        ConstMetric metric = ConstMetric.histogram(family.desc(labels()), total, knownSum, buckets, labelValues());
        // From the highest bucket down, so that what moves to a lower one does not replace its own.
        return exemplars.isEmpty()
                ? metric
                : metric.withExemplars(exemplars.descendingMap().values().toArray(Exemplar[]::new));
    }
}
