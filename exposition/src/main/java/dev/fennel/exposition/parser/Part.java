package dev.fennel.exposition.parser;

/** What a sample is of its metric, which the end of its name tells. */
enum Part {
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
    /** The sum of what is observed in a gauge histogram. */
    GAUGE_SUM("_gsum"),
    /** The number of what is observed in a gauge histogram. */
    GAUGE_COUNT("_gcount"),
    /** When counting began, in OpenMetrics. */
    CREATED("_created");

    private final String suffix;

    Part(String suffix) {
        this.suffix = suffix;
    }

    /** What follows the name of the family in the name of the sample. */
    String suffix() {
        return suffix;
    }
}
