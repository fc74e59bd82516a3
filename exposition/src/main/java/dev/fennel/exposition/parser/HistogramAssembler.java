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

    HistogramAssembler(SeriesKey key) {
        super(key);
    }

    @Override
    boolean addOne(SampleLine sample, TextCursor in) {
        Token text = sample.requireLabel(BOUND, in);
        double bound = NumberGrammar.value(text, in);
        if (Double.isNaN(bound)) {
            throw in.expected("an upper bound", text);
        }
        bound += 0.0; // so that -0 and 0 are the same bound
        if (buckets.containsKey(bound)) {
            return false;
        }
        long cumulative = NumberGrammar.count(sample.value(), in);
        checkBucket(bound, cumulative, sample, in);
        buckets.put(bound, cumulative);
        ExemplarToken exemplar = sample.exemplar();
        if (exemplar != null) {
            exemplars.put(bound, exemplar.exemplar());
        }
        return true;
    }

    /** Refuses a bucket that does not fit the other ones and the count. Only its neighbours have to be looked at. */
    private void checkBucket(double bound, long cumulative, SampleLine sample, TextCursor in) {
        Map.Entry<Double, Long> lower = buckets.lowerEntry(bound);
        Map.Entry<Double, Long> higher = buckets.higherEntry(bound);
        Long count = count();
        if (lower != null && cumulative < lower.getValue()) {
            throw in.expected("a cumulative count of at least " + lower.getValue(), sample.value());
        } else if (higher != null && cumulative > higher.getValue()) {
            throw in.expected("a cumulative count of at most " + higher.getValue(), sample.value());
        } else if (count != null && cumulative > count) {
            throw in.expected("at most the count of all observations, " + count, sample.value());
        } else if (count != null && cumulative < count && bound == Double.POSITIVE_INFINITY) {
            throw in.expected("the count of all observations, " + count, sample.value());
        }
    }

    @Override
    void checkCount(long newCount, SampleLine sample, TextCursor in) {
        Map.Entry<Double, Long> last = buckets.lastEntry();
        if (last == null) {
            return;
        } else if (last.getKey() == Double.POSITIVE_INFINITY && newCount != last.getValue()) {
            throw in.expected("the count of the bucket \"+Inf\", " + last.getValue(), sample.value());
        } else if (newCount < last.getValue()) {
            throw in.expected("at least the count of the last bucket, " + last.getValue(), sample.value());
        }
    }

    /**
     * Checks that the bound of a bucket follows that of the last one, as OpenMetrics demands.
     *
     * @throws TextParseException if it is not higher
     */
    void checkOrder(SampleLine bucket, TextCursor in) {
        Token bound = bucket.requireLabel(BOUND, in);
        if (!buckets.isEmpty() && NumberGrammar.value(bound, in) <= buckets.lastKey()) {
            throw in.expected("an upper bound above " + buckets.lastKey(), bound);
        }
    }

    /**
     * Checks that the histogram has all samples that OpenMetrics demands.
     *
     * @throws TextParseException if one is missing
     */
    void checkComplete() {
        Long count = count();
        Double sum = sum();
        if (buckets.isEmpty() || buckets.lastKey() != Double.POSITIVE_INFINITY) {
            String got = buckets.isEmpty() ? "no buckets" : "buckets up to " + buckets.lastKey();
            throw error("expected a bucket \"+Inf\", got " + got);
        }
        if (count == null != (sum == null)) {
            throw error("expected both sum and count or neither, got only the " + (sum == null ? "count" : "sum"));
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
