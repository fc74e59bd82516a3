package dev.fennel.exposition.parser;

import dev.fennel.model.ConstMetric;
import java.util.Map;
import java.util.TreeMap;

/** A summary, as far as its lines were read. */
final class SummaryDraft extends ObservationsDraft {
    /** The label with a quantile's rank. */
    static final String RANK = "quantile";

    private final Map<Double, Double> quantiles = new TreeMap<>();

    SummaryDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    boolean addOne(SampleLine sample, TextCursor in) {
        Token text = sample.label(RANK);
        double rank = NumberGrammar.value(text, in);
        if (!(rank >= 0 && rank <= 1)) {
            throw in.expected("a quantile from 0 to 1", text);
        }
        // Zero is one rank, with and without a sign.
        return quantiles.putIfAbsent(rank + 0.0, sample.number()) == null;
    }

    @Override
    ConstMetric build(FamilyDraft family, double knownSum) {
        return ConstMetric.summary(
                family.desc(labels()), count() == null ? 0 : count(), knownSum, quantiles, labelValues());
    }
}
