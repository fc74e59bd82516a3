package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.PointAssembler.ObservationsAssembler;
import dev.fennel.exposition.parser.SampleLine.SeriesKey;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.ConstMetric;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Assembles a summary from its quantiles, count and sum. */
final class SummaryAssembler extends ObservationsAssembler {
    /** The label that holds the rank of a quantile. */
    static final String RANK = "quantile";

    private final Map<Double, Double> quantiles = new TreeMap<>();

    SummaryAssembler(SeriesKey key) {
        super(key);
    }

    @Override
    boolean addOne(SampleLine sample, TextCursor in) {
        Token text = sample.requireLabel(RANK, in);
        double rank = NumberGrammar.value(text, in);
        if (!(rank >= 0 && rank <= 1)) {
            throw in.expected("a quantile from 0 to 1", text);
        }
        // 0.0 is added so that -0 and 0 are the same rank.
        return quantiles.putIfAbsent(rank + 0.0, sample.number()) == null;
    }

    @Override
    void checkCount(long newCount, SampleLine sample, TextCursor in) {
        // The quantiles are of a window of time, so they say nothing about the count.
    }

    @Override
    boolean overlaps(ObservationsAssembler other) {
        return super.overlaps(other)
                || !Collections.disjoint(quantiles.keySet(), ((SummaryAssembler) other).quantiles.keySet());
    }

    @Override
    void take(ObservationsAssembler other) {
        super.take(other);
        quantiles.putAll(((SummaryAssembler) other).quantiles);
    }

    @Override
    ConstMetric buildUntimed(FamilyAssembler family) {
        return ConstMetric.summary(family.desc(labels()), optionalCount(), optionalSum(), quantiles, labelValues());
    }
}
