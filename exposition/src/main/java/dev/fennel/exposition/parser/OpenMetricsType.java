package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricType;
import java.util.List;

/** The metric types of OpenMetrics, and the kinds of samples that a metric of each type may have. */
enum OpenMetricsType {
    COUNTER("counter", MetricType.COUNTER, SampleKind.TOTAL, SampleKind.CREATED),
    GAUGE("gauge", MetricType.GAUGE, SampleKind.VALUE),
    HISTOGRAM(
            "histogram", MetricType.HISTOGRAM, SampleKind.BUCKET, SampleKind.SUM, SampleKind.COUNT, SampleKind.CREATED),
    /** The model has no such type, so it becomes a histogram. */
    GAUGE_HISTOGRAM(
            "gaugehistogram", MetricType.HISTOGRAM, SampleKind.BUCKET, SampleKind.GAUGE_SUM, SampleKind.GAUGE_COUNT),
    STATE_SET("stateset", MetricType.STATE_SET, SampleKind.VALUE),
    INFO("info", MetricType.INFO, SampleKind.INFO),
    SUMMARY("summary", MetricType.SUMMARY, SampleKind.VALUE, SampleKind.SUM, SampleKind.COUNT, SampleKind.CREATED),
    UNKNOWN("unknown", MetricType.UNTYPED, SampleKind.VALUE);

    private final String text;
    private final MetricType modelType;
    private final List<SampleKind> sampleKinds;

    OpenMetricsType(String text, MetricType modelType, SampleKind... sampleKinds) {
        this.text = text;
        this.modelType = modelType;
        this.sampleKinds = List.of(sampleKinds);
    }

    /** The type that OpenMetrics writes like this, or null. */
    static @Nullable OpenMetricsType of(String text) {
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

    /** The kinds of samples that a metric of this type may have. */
    List<SampleKind> sampleKinds() {
        return sampleKinds;
    }

    /** The name that the model gives to a family of this type. */
    String modelName(String name) {
        return switch (this) {
            case COUNTER -> name + SampleKind.TOTAL.suffix();
            case INFO -> name + SampleKind.INFO.suffix();
            default -> name;
        };
    }

    /** Whether OpenMetrics forbids a unit for this type. */
    boolean isUnitless() {
        return this == INFO || this == STATE_SET;
    }

    @Override
    public String toString() {
        return text;
    }
}
