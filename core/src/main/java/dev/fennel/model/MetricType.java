package dev.fennel.model;

import java.util.Locale;

/** The kinds of metric, which decide how a value is written and what a server may do with it. */
public enum MetricType {
    /** A sum that only goes up, and starts again at zero with the process. */
    COUNTER,
    /** A value that goes up and down. */
    GAUGE,
    /** A value of unknown kind, mirrored from elsewhere; OpenMetrics calls it {@code unknown}. */
    UNTYPED,
    /** Observations counted in buckets. */
    HISTOGRAM,
    /** Observations summed up as quantiles of a sliding window. */
    SUMMARY;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * The type as the text format 0.0.4 and Fennel's messages write it, such as {@code counter}.
     *
     * @return the lower-case name
     */
    @Override
    public String toString() {
        return text;
    }
}
