package dev.fennel.metrics;

import dev.fennel.model.Desc;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** What all summaries of a Vec share: the Desc, the objectives, the age buckets, a clock, a buffer for reading. */
final class SummaryLayout {
    private final Desc desc;
    private final Objectives objectives;
    private final int ageBuckets;
    private final long bucketNanos;
    private final LongSupplier clock;
    private final long startNanos;
    private final AtomicReference<SummaryReading> spare = new AtomicReference<>();

    SummaryLayout(Desc desc, Objectives objectives, Duration maxAge, int ageBuckets, LongSupplier clock) {
        this.desc = desc;
        this.objectives = objectives;
        this.ageBuckets = ageBuckets;
        this.bucketNanos = Math.max(1, maxAge.toNanos() / ageBuckets);
        this.clock = clock;
        this.startNanos = clock.getAsLong();
    }

    Desc desc() {
        return desc;
    }

    Objectives objectives() {
        return objectives;
    }

    /** Over how many age buckets the window extends. */
    int ageBuckets() {
        return ageBuckets;
    }

    /** Nanoseconds since the layout was made. */
    long now() {
        return clock.getAsLong() - startNanos;
    }

    /** The age bucket of a time. */
    long bucketAt(long nanos) {
        return nanos / bucketNanos;
    }

    /** When an age bucket ends. */
    long endOf(long bucket) {
        return (bucket + 1) * bucketNanos;
    }

    /** Lends a buffer to read into; a second reader at the same time gets a new one. */
    SummaryReading borrow() {
        SummaryReading reading = spare.getAndSet(null);
        return reading != null ? reading : new SummaryReading(objectives);
    }

    void giveBack(SummaryReading reading) {
        spare.set(reading);
    }
}
