package dev.fennel.exposition.parser;

import dev.fennel.model.ConstMetric;
import java.time.Instant;

/** A histogram or summary, as far as its lines were read: what both have besides buckets or quantiles. */
abstract class ObservationsDraft extends PointDraft {
    private Long count;
    private Double sum;
    private Long createdMillis;

    ObservationsDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    final void add(Part part, SampleLine sample, TextCursor in) {
        boolean isFirst =
                switch (part) {
                    case COUNT, GAUGE_COUNT -> count == null;
                    case SUM, GAUGE_SUM -> sum == null;
                    case CREATED -> createdMillis == null;
                    default -> addOne(sample, in);
                };
        if (!isFirst) {
            throw duplicate(sample, in);
        }
        switch (part) {
            case COUNT, GAUGE_COUNT -> count = NumberGrammar.count(sample.value(), in);
            case SUM, GAUGE_SUM -> sum = sample.number();
            case CREATED -> createdMillis = NumberGrammar.secondsInMillis(sample.value(), in);
            default -> {} // is added already
        }
    }

    /** Adds a bucket or quantile, and says whether there was none of the same bound or rank yet. */
    abstract boolean addOne(SampleLine sample, TextCursor in);

    /** The count, or null if it was not told. */
    final Long count() {
        return count;
    }

    /** The sum, or null if it was not told. */
    final Double sum() {
        return sum;
    }

    @Override
    final ConstMetric build(FamilyDraft family) {
        ConstMetric metric = build(family, sum == null ? Double.NaN : sum);
        if (createdMillis != null) {
            metric = metric.withCreated(Instant.ofEpochMilli(createdMillis));
        }
        return withTimestamp(metric);
    }

    /** Makes the metric, but for its times. */
    abstract ConstMetric build(FamilyDraft family, double knownSum);
}
