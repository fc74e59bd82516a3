package dev.fennel.exposition.parser;

import dev.fennel.model.ConstMetric;
import java.time.Instant;

/** A metric with one value, as far as its lines were read. */
final class ScalarDraft extends PointDraft {
    private boolean complete;
    private double value;
    private ExemplarToken exemplar;
    private Long createdMillis;

    ScalarDraft(int line, SeriesKey key) {
        super(line, key);
    }

    @Override
    void add(Part part, SampleLine sample, TextCursor in) {
        if (part == Part.CREATED ? createdMillis != null : complete) {
            throw duplicate(sample, in);
        }
        if (part == Part.CREATED) {
            createdMillis = NumberGrammar.secondsInMillis(sample.value(), in);
        } else {
            value = sample.number();
            exemplar = sample.exemplar();
            complete = true;
        }
    }

    /** Whether there is a value, and not only the time when counting began. */
    boolean isComplete() {
        return complete;
    }

    @Override
    ConstMetric build(FamilyDraft family) {
        ConstMetric metric = ConstMetric.of(family.desc(labels()), value, labelValues());
        if (createdMillis != null) {
            metric = metric.withCreated(Instant.ofEpochMilli(createdMillis));
        }
        if (exemplar != null) {
            metric = metric.withExemplars(exemplar.exemplar());
        }
        return withTimestamp(metric);
    }
}
