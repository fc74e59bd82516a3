package dev.fennel.metrics;

import dev.fennel.model.Desc;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets the series of a Vec go that nobody touched for some time.
 *
 * <p>There is no thread for it: every gather checks all series, and so does the making of a new one if the last check
 * is long enough ago. A check first ends the generation with whose number look-ups stamp what they find, then looks at
 * the clock, then at the series: so every look-up that stamped with the old number began before the time to which the
 * check dates it, and a series is there for at least the age from the start of each look-up that found it. What a check
 * finds idle is deleted under the table's lock, so each series is counted once, by whoever took it out.
 */
final class SeriesExpiry {
    /** How often at most, per age, the making of new series leads to a check. */
    private static final int CHECKS_PER_AGE = 8;

    private final Desc desc;
    private final long ageNanos;
    private final LongSupplier clock;
    private final Counter expired;
    private final AtomicBoolean logged = new AtomicBoolean();

    /** Held by a check; guards {@link #reader} and what a check notes down in the series. */
    private final ReentrantLock checking = new ReentrantLock();

    private final TrackedSeries.Activity reader = new TrackedSeries.Activity();

    /** Advanced by checks, one at a time. */
    private volatile long generation;

    private volatile long lastCheckNanos;

    SeriesExpiry(Desc desc, long ageNanos, LongSupplier clock) {
        this.desc = desc;
        this.ageNanos = ageNanos;
        this.clock = clock;
        this.lastCheckNanos = clock.getAsLong();
        this.expired = VecSeries.companion(
                desc, "fennel_vec_expired_series_total", "Series that left a Vec because nobody touched them.");
    }

    /** How many series were let go. */
    Counter expired() {
        return expired;
    }

    /** What is to stand in the table for a new series. */
    TrackedSeries track(Instrument series) {
        return new TrackedSeries(series, generation, new TrackedSeries.Activity(), clock.getAsLong());
    }

    /** Takes note of a look-up that found something in the table; false if that has expired. */
    boolean touch(SeriesEntry entry) {
        return ((TrackedSeries) entry).touch(generation);
    }

    /** Lets go what is idle now. */
    void check(SeriesTable table) {
        int gone;
        checking.lock();
        try {
            gone = run(table);
        } finally {
            checking.unlock();
        }
        logFirst(gone);
    }

    /** Does the same if the last check was some time ago and no other is under way. */
    void checkIfDue(SeriesTable table) {
        if (clock.getAsLong() - lastCheckNanos >= ageNanos / CHECKS_PER_AGE && checking.tryLock()) {
            int gone;
            try {
                gone = run(table);
            } finally {
                checking.unlock();
            }
            logFirst(gone);
        }
    }

    private int run(SeriesTable table) {
        long ended = generation;
        generation = ended + 1;
        long now = clock.getAsLong();
        lastCheckNanos = now;
        table.forEach(entry -> ((TrackedSeries) entry).update(ended, reader, now));
        int gone = table.deleteIf(entry -> ((TrackedSeries) entry).expire(ageNanos, now));
        expired.add(gone);
        return gone;
    }

    /** Logs that series expire, the first time that some do. Called without a lock. */
    private void logFirst(int gone) {
        if (gone > 0 && !logged.get() && logged.compareAndSet(false, true)) {
            System.getLogger(SeriesExpiry.class.getPackageName())
                    .log(
                            Level.INFO,
                            "{0} \"{1}\": series that nobody touched for {2} leave it from now on",
                            desc.type(),
                            desc.name(),
                            Duration.ofNanos(ageNanos));
        }
    }
}
