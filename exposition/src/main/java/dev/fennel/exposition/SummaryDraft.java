package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Metric;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A summary, as far as its lines were read. */
final class SummaryDraft extends PointDraft {
    /** The label with a quantile's rank. */
    static final String RANK = "quantile";

    private final Map<Double, Double> quantiles = new TreeMap<>();
    private Long count;
    private Double sum;
    private Long createdMillis;

    SummaryDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    void add(Part part, SampleLine sample, TextCursor in) {
        boolean isDuplicate = switch (part) {
            case VALUE -> addQuantile(sample, in);
            case COUNT -> count != null;
            case SUM -> sum != null;
            default -> createdMillis != null;
        };
        if (isDuplicate) {
            throw duplicate(sample, in);
        }
        switch (part) {
            case VALUE -> { }
            case COUNT -> count = NumberGrammar.count(sample.value(), in);
            case SUM -> sum = sample.number();
            default -> createdMillis = NumberGrammar.secondsInMillis(sample.value(), in);
        }
    }

    /** Adds a quantile unless there is one of the same rank already, and says whether there is. */
    private boolean addQuantile(SampleLine sample, TextCursor in) {
        Token rank = sample.label(RANK);
        double parsed = NumberGrammar.value(rank, in);
        if (!(parsed >= 0 && parsed <= 1)) {
            throw in.expected("a quantile from 0 to 1", rank);
        }
        // Zero is one rank, with and without a sign.
        return quantiles.putIfAbsent(parsed + 0.0, sample.number()) != null;
    }

    @Override
    void build(FamilyDraft family, Consumer<? super Metric> out) {
        ConstMetric metric = ConstMetric.summary(
                family.desc(labels()),
                count == null ? 0 : count,
                sum == null ? Double.NaN : sum,
                quantiles,
                labels().values().toArray(String[]::new));
        if (createdMillis != null) {
            metric = metric.withCreated(Instant.ofEpochMilli(createdMillis));
        }
        out.accept(withTimestamp(metric));
    }
}
