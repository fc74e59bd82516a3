package dev.fennel.exposition.parser;

import dev.fennel.model.MetricType;
import java.util.List;

/** The types of OpenMetrics, and which samples the metrics of each may have. */
enum OpenMetricsType {
    COUNTER("counter", MetricType.COUNTER, Part.TOTAL, Part.CREATED),
    GAUGE("gauge", MetricType.GAUGE, Part.VALUE),
    HISTOGRAM("histogram", MetricType.HISTOGRAM, Part.BUCKET, Part.SUM, Part.COUNT, Part.CREATED),
    /** The model has no such type; the other formats write it as a histogram. */
    GAUGE_HISTOGRAM("gaugehistogram", MetricType.HISTOGRAM, Part.BUCKET, Part.GAUGE_SUM, Part.GAUGE_COUNT),
    STATE_SET("stateset", MetricType.STATE_SET, Part.VALUE),
    INFO("info", MetricType.INFO, Part.INFO),
    SUMMARY("summary", MetricType.SUMMARY, Part.VALUE, Part.SUM, Part.COUNT, Part.CREATED),
    UNKNOWN("unknown", MetricType.UNTYPED, Part.VALUE);

    private final String text;
    private final MetricType modelType;
    private final List<Part> parts;

    OpenMetricsType(String text, MetricType modelType, Part... parts) {
        this.text = text;
        this.modelType = modelType;
        this.parts = List.of(parts);
    }

    /** The type that is spelled like this, or null. */
    static OpenMetricsType of(String text) {
        for (OpenMetricsType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        return null;
    }

    MetricType modelType() {
        return modelType;
    }

    List<Part> parts() {
        return parts;
    }

    /** What the model calls a family of this type. */
    String modelName(String name) {
        return switch (this) {
            case COUNTER -> name + Part.TOTAL.suffix();
            case INFO -> name + Part.INFO.suffix();
            default -> name;
        };
    }

    /** Whether metrics of this type have no unit. */
    boolean isUnitless() {
        return this == INFO || this == STATE_SET;
    }

    /** The label that tells the samples of one metric apart, or null. */
    String special(Part part) {
        if (part == Part.BUCKET) {
            return HistogramDraft.BOUND;
        }
        return part == Part.VALUE && this == SUMMARY ? SummaryDraft.RANK : null;
    }

    /** A metric of this type of which nothing is known yet. */
    PointDraft newPoint(int line, SeriesKey key) {
        return switch (this) {
            case HISTOGRAM, GAUGE_HISTOGRAM -> new HistogramDraft(line, key);
            case SUMMARY -> new SummaryDraft(line, key);
            default -> new ScalarDraft(line, key);
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
