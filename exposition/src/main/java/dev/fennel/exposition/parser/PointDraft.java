package dev.fennel.exposition.parser;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.time.Instant;

/** One metric at one time, as far as its lines were read. */
abstract class PointDraft {
    private final int line;
    private final Labels labels;
    private final long timestampMillis;

    /**
     * A metric of which nothing is known yet.
     *
     * @param line its first line
     * @param key its labels and time
     */
    PointDraft(int line, SeriesKey key) {
        this.line = line;
        this.labels = key.labels();
        this.timestampMillis = key.timestampMillis();
    }

    /**
     * Takes a sample.
     *
     * @throws TextParseException if its value is none, or there was one already
     */
    abstract void add(Part part, SampleLine sample, TextCursor in);

    /**
     * Makes the metric.
     *
     * @throws IllegalArgumentException if the model refuses it
     */
    abstract ConstMetric build(FamilyDraft family);

    final int line() {
        return line;
    }

    final Labels labels() {
        return labels;
    }

    /** The label values in the order in which a family's Desc names them. */
    final String[] labelValues() {
        return labels.values().toArray(String[]::new);
    }

    final long timestampMillis() {
        return timestampMillis;
    }

    /** A problem of several lines together. */
    final TextParseException error(String problem) {
        return new TextParseException(line, 1, problem);
    }

    final ConstMetric withTimestamp(ConstMetric metric) {
        return timestampMillis == Metric.NO_TIMESTAMP
                ? metric
                : metric.withTimestamp(Instant.ofEpochMilli(timestampMillis));
    }

    static TextParseException duplicate(SampleLine sample, TextCursor in) {
        return in.error(
                sample.name().position(),
                "duplicate sample " + TextCursor.quoted(sample.name().text()));
    }
}
