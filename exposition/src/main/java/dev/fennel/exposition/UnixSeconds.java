package dev.fennel.exposition;

import java.time.Instant;

/**
 * Times in seconds, as the quotient of two doubles that client_golang takes: nanoseconds, rounded to 53 bits, by a
 * billion. Times that have no nanoseconds of 64 bits, which are some centuries away, are divided from less.
 */
final class UnixSeconds {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    private UnixSeconds() {}

    static double of(Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS) {
            return seconds;
        }
        return (double) (seconds * NANOS_PER_SECOND + time.getNano()) / NANOS_PER_SECOND;
    }

    static double ofMillis(long millis) {
        long seconds = millis / 1000;
        if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS) {
            return millis / 1000.0;
        }
        return (double) (millis * NANOS_PER_MILLI) / NANOS_PER_SECOND;
    }
}
