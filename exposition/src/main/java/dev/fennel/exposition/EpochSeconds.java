package dev.fennel.exposition;

import java.time.Instant;

/** The times of exemplars in OpenMetrics: seconds since 1970, as a double. */
final class EpochSeconds {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND;

    private EpochSeconds() {}

    /**
     * A time in seconds, as the quotient of two doubles that client_golang takes: nanoseconds, rounded to 53 bits, by a
     * billion. For times that have no nanoseconds of 64 bits, which are centuries away, whole seconds are enough.
     */
    static double of(Instant time) {
        long seconds = time.getEpochSecond();
        return Math.abs(seconds) < MAX_SECONDS
                ? (double) (seconds * NANOS_PER_SECOND + time.getNano()) / NANOS_PER_SECOND
                : seconds;
    }
}
