package dev.fennel.benchmarks;

/** The kinds of series whose memory is measured. */
public enum SeriesKind {
    /** A counter. */
    COUNTER,
    /** A histogram with eleven classic buckets. */
    CLASSIC_HISTOGRAM,
    /** A histogram with native buckets, eight from a power of two to the next. */
    NATIVE_HISTOGRAM,
    /** A summary with three objectives over five ages. */
    SUMMARY
}
