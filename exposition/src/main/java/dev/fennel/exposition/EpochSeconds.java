package dev.fennel.exposition;

import java.time.Instant;

/**
 * The times of exemplars in OpenMetrics: seconds since 1970, as the nearest double.
 *
 * <p>client_golang divides nanoseconds that it has rounded to a double, which may give the double next to that: then it
 * writes {@code 1.7000000001229999e+09} for the 123rd millisecond. The nearest is the one whose digits are read as the
 * same microsecond again, and as a time that is written the same again.
 */
final class EpochSeconds {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** So few that their nanoseconds are exact as a double. */
    private static final long FEW = (1L << 53) / NANOS_PER_SECOND;

    private EpochSeconds() {}

    static double of(Instant time) {
        long seconds = time.getEpochSecond();
        if (Math.abs(seconds) < FEW) {
            return (double) (seconds * NANOS_PER_SECOND + time.getNano()) / NANOS_PER_SECOND;
        }
        // The fraction is wrong by 6e-17 at most, and no time is as near to the middle of two doubles of this size
        // unless it is just there, and its fraction exact.
        return seconds + (double) time.getNano() / NANOS_PER_SECOND;
    }
}
