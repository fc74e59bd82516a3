package dev.fennel.metrics;

import dev.fennel.internal.LoggedOnce;
import dev.fennel.internal.StackRoom;
import dev.fennel.model.Desc;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets the series of a Vec go that nobody touched for some time. The protocol between a look-up and the end of a series
 * is that of {@link ExpiringSeries}; this is about checks, which end series.
 *
 * <p>There is no thread for it: every gather checks all series, and so does the making of a new one if the last check
 * is long enough ago. What this relies on:
 *
 * <ol>
 *   <li>Checks run one at a time, under a lock of their own. It is taken before that of the table, never after.
 *   <li>A check first ends the generation whose number look-ups leave as their stamp, then looks at the clock, then at
 *       each series.
 *   <li>A check deletes what it ended under the table's lock.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>A series is there for at least the age from the start of each look-up that found it: by 2, a look-up that left
 *       the old number began before the time to which the check dates it. With the clock first, a look-up between clock
 *       and generation would be dated to before it was made.
 *   <li>A series that left is counted once, by 3: by the check that took it out.
 *   <li>A look-up of a series that exists never waits for a check. A gather waits for the check that is under way.
 * </ol>
 *
 * <p>A check that fails, for want of memory or of stack, fails before it ends the first series: from there on it calls
 * only what has been called before, takes no memory, and its thread has {@linkplain StackRoom room}. What it noticed
 * until then stays noticed. So no series is ended and still there, and all that left are counted.
 */
final class SeriesExpiry {
    /** How often at most, per age, the making of new series leads to a check. */
    private static final int CHECKS_PER_AGE = 8;

    private final Desc desc;
    private final long ageNanos;
    private final LongSupplier clock;
    private final Counter expired;
    private final LoggedOnce logged = new LoggedOnce();

    /** Held by a check; guards {@link #reader} and what a check notices of the series. */
    private final ReentrantLock checking = new ReentrantLock();

    private final ExpiringSeries.Activity reader = new ExpiringSeries.Activity();

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
        expired.add(0); // A first call takes more stack than a later one.
        StackRoom.prepareToWait();
    }

    /** The age in words, for {@link VecSeries#layout}. */
    @Override
    public String toString() {
        return "for " + Duration.ofNanos(ageNanos);
    }

    /** Counts the series that expired. */
    Counter expired() {
        return expired;
    }

    /** The entry that stands in the table for a new series. */
    ExpiringSeries track(Instrument series) {
        return new ExpiringSeries(series, generation, clock.getAsLong());
    }

    /** Leaves the stamp of a look-up that found an entry in the table; false if that has expired. */
    boolean touch(SeriesEntry entry) {
        return ((ExpiringSeries) entry).touch(generation);
    }

    /** Lets the series go that are idle now. */
    void check(SeriesTable table) {
        int gone;
        StackRoom.reserve();
        checking.lock();
        try {
            gone = run(table);
        } finally {
            checking.unlock();
        }
        logFirst(gone);
    }

    /** Checks if the last check was some time ago and no other is under way. */
    void checkIfDue(SeriesTable table) {
        if (clock.getAsLong() - lastCheckNanos >= ageNanos / CHECKS_PER_AGE && tryBegin()) {
            int gone;
            try {
                gone = run(table);
            } finally {
                checking.unlock();
            }
            logFirst(gone);
        }
    }

    private boolean tryBegin() {
        StackRoom.reserve();
        return checking.tryLock();
    }

    private int run(SeriesTable table) {
        long ended = generation;
        generation = ended + 1;
        long now = clock.getAsLong();
        lastCheckNanos = now;
        table.forEach(entry -> ((ExpiringSeries) entry).update(ended, reader, now));
        int gone = table.deleteIf(entry -> ((ExpiringSeries) entry).expire(ageNanos, now));
        expired.add(gone);
        return gone;
    }

    /** Logs that series expire, the first time that any do. Called without a lock. */
    private void logFirst(int gone) {
        if (gone > 0 && logged.isDue()) {
            new GatherError(desc.quoted() + ": series that nobody touched for " + Duration.ofNanos(ageNanos)
                            + " leave it from now on")
                    .log(SeriesExpiry.class.getPackageName(), Level.INFO);
        }
    }
}
