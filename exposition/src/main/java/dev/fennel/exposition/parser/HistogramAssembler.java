package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.PointAssembler.ObservationsAssembler;
import dev.fennel.exposition.parser.SampleLine.ExemplarToken;
import dev.fennel.exposition.parser.SampleLine.SeriesKey;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Exemplar;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Assembles a histogram from its buckets, count and sum. */
final class HistogramAssembler extends ObservationsAssembler {
    /** The label that holds the upper bound of a bucket. */
    static final String BOUND = "le";

    private final TreeMap<Double, Long> buckets = new TreeMap<>();
    private final TreeMap<Double, Exemplar> exemplars = new TreeMap<>();

    HistogramAssembler(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    boolean addOne(SampleLine sample, TextCursor in) {
        Token text = sample.requireLabel(BOUND, in);
        double bound = NumberGrammar.value(text, in);
        if (Double.isNaN(bound)) {
            throw in.expected("an upper bound", text);
        }
        bound += 0.0; // so that -0 and 0 are the same bound
        ExemplarToken exemplar = sample.exemplar();
        if (exemplar != null) {
            exemplars.put(bound, exemplar.exemplar());
        }
        return buckets.putIfAbsent(bound, NumberGrammar.count(sample.value(), in)) == null;
    }

    /**
     * Checks that a bucket follows the last one, as OpenMetrics demands.
     *
     * @throws TextParseException if its bound is not higher than that of the last one, or its count is lower
     */
    void checkOrder(SampleLine bucket, TextCursor in) {
        if (buckets.isEmpty()) {
            return;
        }
        Map.Entry<Double, Long> last = buckets.lastEntry();
        Token bound = bucket.requireLabel(BOUND, in);
        if (NumberGrammar.value(bound, in) <= last.getKey()) {
            throw in.expected("an upper bound above " + last.getKey(), bound);
        }
        if (NumberGrammar.count(bucket.value(), in) < last.getValue()) {
            throw in.expected("a cumulative count of at least " + last.getValue(), bucket.value());
        }
    }

    /**
     * Checks that the histogram has all samples that OpenMetrics demands.
     *
     * @throws TextParseException if one is missing, or the count is not that of the bucket {@code +Inf}
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
    boolean overlaps(ObservationsAssembler other) {
        return super.overlaps(other)
                || !Collections.disjoint(buckets.keySet(), ((HistogramAssembler) other).buckets.keySet());
    }

    @Override
    void take(ObservationsAssembler other) {
        super.take(other);
        buckets.putAll(((HistogramAssembler) other).buckets);
    }

    @Override
    ConstMetric buildUntimed(FamilyAssembler family) {
        ConstMetric metric =
                ConstMetric.histogram(family.desc(labels()), optionalCount(), optionalSum(), buckets, labelValues());
        // From the highest bucket down: an exemplar that moves to a lower bucket is replaced by the one that stood
        // there.
        return exemplars.isEmpty()
                ? metric
                : metric.withExemplars(exemplars.descendingMap().values().toArray(Exemplar[]::new));
    }
}
