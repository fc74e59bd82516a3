package dev.fennel.model;

/** The kinds of metric, which decide how a value is written and what a server may do with it. */
public enum MetricType {
    /** A sum that only goes up, and starts again at zero with the process. */
    COUNTER("counter"),
    /** A value that goes up and down. */
    GAUGE("gauge"),
    /** A value of unknown kind, mirrored from elsewhere; OpenMetrics calls it {@code unknown}. */
    UNTYPED("untyped"),
    /** Observations counted in buckets. */
    HISTOGRAM("histogram"),
    /** Observations summed up as quantiles of a sliding window. */
    SUMMARY("summary"),
    /** Information that labels carry, such as a version: a gauge that is always 1. Its name ends in {@code _info}. */
    INFO("info"),
    /**
     * States that are each on or off: gauges that are 1 or 0. Each state is a value of the label that has the metric's
     * own name.
     */
    STATE_SET("stateset");

    private final String text;

    MetricType(String text) {
        this.text = text;
    }

    /**
     * The type of the value that a metric of this type {@linkplain Metric#write writes}: a gauge for an info or a state
     * set, else the type itself. A format that does not know this type writes that one.
     *
     * @return the type that the method of the {@link MetricVisitor} is named after
     */
    public MetricType valueType() {
        return this == INFO || this == STATE_SET ? GAUGE : this;
    }

    /**
     * The type as messages and those formats that know it write it, such as {@code counter}.
     *
     * @return the lower-case name
     */
    @Override
    public String toString() {
        return text;
    }
}
