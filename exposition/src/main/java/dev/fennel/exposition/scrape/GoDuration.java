package dev.fennel.exposition.scrape;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes durations as Go does ({@code 1m30s}, {@code 1.5ms}), for texts that are the same as client_golang's. */
final class GoDuration {
    private static final long SECOND = 1_000_000_000;

    private GoDuration() {}

    /** A duration above zero and below 292 years. */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        if (nanos < 1_000_000) {
            return decimal(nanos, 3) + "µs";
        }
        if (nanos < SECOND) {
            return decimal(nanos, 6) + "ms";
        }
        long minutes = nanos / (60 * SECOND);
        return (minutes >= 60 ? minutes / 60 + "h" : "")
                + (minutes >= 1 ? minutes % 60 + "m" : "")
                + decimal(nanos % (60 * SECOND), 9)
                + "s";
    }

    private static String decimal(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
    }
}
