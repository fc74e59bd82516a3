package dev.fennel.internal.quantiles;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all quantile windows of a Vec share: the objectives, and the division of time into age buckets.
 *
 * <p>Immutable.
 */
public final class WindowSpec {
    private final Objectives objectives;
    private final int ageBuckets;
    private final long bucketNanos;
    private final LongSupplier clock;
    private final long startNanos;

    /**
     * A division of time that begins now.
     *
     * @param objectives the quantiles to track
     * @param maxAge how long an observation counts
     * @param ageBuckets in how many steps the window slides over that time
     * @param clock gives nanoseconds since some time
     */
    public WindowSpec(Objectives objectives, Duration maxAge, int ageBuckets, LongSupplier clock) {
        this.objectives = objectives;
        this.ageBuckets = ageBuckets;
        this.bucketNanos = Math.max(1, maxAge.toNanos() / ageBuckets);
        this.clock = clock;
        this.startNanos = clock.getAsLong();
    }

    /**
     * The objectives and the window in words, which are those of {@code Instrument.layout()}: nothing may be missing.
     */
    @Override
    public String toString() {
        return "objectives " + objectives + " in a window of " + ageBuckets + " steps of "
                + Duration.ofNanos(bucketNanos);
    }

    /** The quantiles to track. */
    public Objectives objectives() {
        return objectives;
    }

    /** How many age buckets the window covers. */
    int ageBuckets() {
        return ageBuckets;
    }

    /** Nanoseconds since the first age bucket began. */
    public long now() {
        return clock.getAsLong() - startNanos;
    }

    /** How long an age bucket is. */
    public long bucketNanos() {
        return bucketNanos;
    }

    /** The age bucket of a time. */
    public long bucketAt(long nanos) {
        return nanos / bucketNanos;
    }
}
