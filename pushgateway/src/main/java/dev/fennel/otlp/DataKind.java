package dev.fennel.otlp;

/** The kinds of data that a message {@code Metric} can have, with what they say of all their points. */
enum DataKind {
    GAUGE(5, "gauge", false, false),
    COUNTER(7, "sum", true, true),

    /** A sum that goes up and down: infos and states, because one may add them up. */
    UP_DOWN(7, "sum", true, false),
    HISTOGRAM(9, "histogram", true, false),
    EXPONENTIAL(10, "exponentialHistogram", true, false),
    SUMMARY(11, "summary", false, false);

    /** The number of the field in protobuf. */
    final int field;

    /** The name of the field in JSON. */
    final String json;

    /** Whether points have a temporality, which is always that from the start to now. */
    final boolean cumulative;

    final boolean monotonic;

    DataKind(int field, String name, boolean cumulative, boolean monotonic) {
        this.field = field;
        this.json = name;
        this.cumulative = cumulative;
        this.monotonic = monotonic;
    }
}
