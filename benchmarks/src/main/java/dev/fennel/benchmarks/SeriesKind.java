package dev.fennel.benchmarks;

/** The kinds of series whose memory is measured. */
public enum SeriesKind {
    /** A counter. */
    COUNTER("counter"),
    /** A histogram with eleven classic buckets. */
    CLASSIC_HISTOGRAM("classic histogram"),
    /** A histogram with native buckets, eight from a power of two to the next. */
    NATIVE_HISTOGRAM("native histogram"),
    /** A summary with three objectives over five ages. */
    SUMMARY("summary");

    private final String title;

    SeriesKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
