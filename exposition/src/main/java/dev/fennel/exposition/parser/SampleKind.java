package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricType;

/** What a sample holds of its metric: a value, a bucket, a sum and so on. The end of the sample's name shows it. */
enum SampleKind {
    /** The value of a metric that has one, the quantile of a summary, or a state. */
    VALUE(""),
    /** The value of a counter in OpenMetrics. */
    TOTAL("_total"),
    /** The value of an info in OpenMetrics. */
    INFO("_info"),
    /** A bucket of a histogram. */
    BUCKET("_bucket"),
    /** The sum of all observations. */
    SUM("_sum"),
    /** The number of observations. */
    COUNT("_count"),
    /** The sum of the observations of a gauge histogram. */
    GAUGE_SUM("_gsum"),
    /** The number of observations of a gauge histogram. */
    GAUGE_COUNT("_gcount"),
    /** The time when counting began, in OpenMetrics. */
    CREATED("_created");

    private final String suffix;

    SampleKind(String suffix) {
        this.suffix = suffix;
    }

    /** What follows the name of the family in the name of the sample. */
    String suffix() {
        return suffix;
    }

    /** Whether a sample of a family, whatever its type, may have this name. */
    static boolean isSampleOf(String family, String sampleName) {
        if (!sampleName.startsWith(family)) {
            return false;
        }
        for (SampleKind kind : values()) {
            if (sampleName.substring(family.length()).equals(kind.suffix)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The label by which samples of this kind differ within one metric, {@code le} or {@code quantile}. It belongs to
     * the sample and is not a label of the metric. Null if there is no such label.
     *
     * @param type the type of the metric
     */
    @Nullable
    String reservedLabel(MetricType type) {
        if (this == BUCKET) {
            return HistogramAssembler.BOUND;
        }
        return this == VALUE && type == MetricType.SUMMARY ? SummaryAssembler.RANK : null;
    }
}
