package dev.fennel.otlp;

import java.time.Instant;

/** Times in nanoseconds since 1970: all that the protocol has. */
final class Nanos {
    private static final long PER_MILLI = 1_000_000;
    private static final long PER_SECOND = 1_000_000_000;

    private Nanos() {}

    /** Whether a time can be expressed. */
    static boolean has(long millis) {
        return millis >= 0 && millis <= Long.MAX_VALUE / PER_MILLI;
    }

    static long of(long millis) {
        return millis * PER_MILLI;
    }

    /** Whether a time can be expressed. */
    static boolean has(Instant time) {
        return time.getEpochSecond() >= 0 && time.getEpochSecond() < Long.MAX_VALUE / PER_SECOND;
    }

    static long of(Instant time) {
        return time.getEpochSecond() * PER_SECOND + time.getNano();
    }
}
