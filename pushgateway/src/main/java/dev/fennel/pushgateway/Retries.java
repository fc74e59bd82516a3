package dev.fennel.pushgateway;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How often, and at which intervals, a request is sent again when the gateway was out of reach or answered with a
 * status of 500 or more.
 *
 * <pre>{@code
 * Retries patient = Retries.attempts(8)
 *         .withBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
 *         .within(Duration.ofMinutes(10));
 * Pusher.to(gateway, "db_backup").collector(records).retries(patient).push();
 * }</pre>
 *
 * <p>The wait before the second attempt is a random time below the first backoff, and the limit doubles with each
 * attempt up to the longest backoff: exponential backoff with full jitter, so that jobs which failed together do not
 * come back together. No attempt starts, and none goes on, when the total time is over.
 *
 * <p>Immutable.
 */
public final class Retries {
    static final Retries NONE = new Retries(1, 0, 0, Long.MAX_VALUE);

    private static final long FIRST = Duration.ofMillis(500).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();
    private static final long TOTAL = Duration.ofMinutes(1).toNanos();

    private final int attempts;
    private final long firstNanos;
    private final long longestNanos;
    private final long totalNanos;

    private Retries(int attempts, long firstNanos, long longestNanos, long totalNanos) {
        this.attempts = attempts;
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.totalNanos = totalNanos;
    }

    /**
     * Allows some attempts, with a backoff from half a second to 10 seconds, within one minute in total.
     *
     * @param attempts how often a request is sent at most, the first time included; at least 1, which means no retry
     * @return retries that can be adjusted further
     * @throws IllegalArgumentException if the number is less than 1
     */
    public static Retries attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("expected at least 1 attempt, got " + attempts);
        }
        return new Retries(attempts, FIRST, LONGEST, TOTAL);
    }

    /**
     * The same with another backoff.
     *
     * @param first the longest wait before the second attempt, above zero
     * @param longest the longest wait before any attempt, not shorter than the first
     * @return new retries
     * @throws IllegalArgumentException if the first is not above zero or the longest is shorter than it
     */
    public Retries withBackoff(Duration first, Duration longest) {
        Positive.check("first backoff", first);
        if (Objects.requireNonNull(longest, "longest").compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "expected a longest backoff of at least the first, which is " + first + ", got " + longest);
        }
        return new Retries(attempts, nanos(first), nanos(longest), totalNanos);
    }

    /**
     * The same within another total time.
     *
     * @param total the time from the first attempt until the last has failed at most, above zero
     * @return new retries
     * @throws IllegalArgumentException if it is not above zero
     */
    public Retries within(Duration total) {
        return new Retries(attempts, firstNanos, longestNanos, nanos(Positive.check("total time", total)));
    }

    /** In nanoseconds, or as many as there can be. */
    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    int attempts() {
        return attempts;
    }

    long totalNanos() {
        return totalNanos;
    }

    /**
     * How long to wait after an attempt that failed.
     *
     * @param attempt the number of the attempt, from 1
     * @param random from 0 inclusive to 1 exclusive
     */
    long backoffNanos(int attempt, double random) {
        double limit = Math.min(longestNanos, Math.scalb((double) firstNanos, attempt - 1));
        return (long) (random * limit);
    }

    /**
     * The numbers, for a person.
     *
     * @return for instance {@code 5 attempts within PT1M, backoff from PT0.5S to PT10S}
     */
    @Override
    public String toString() {
        return attempts + " attempts within " + Duration.ofNanos(totalNanos) + ", backoff from "
                + Duration.ofNanos(firstNanos) + " to " + Duration.ofNanos(longestNanos);
    }
}
