package dev.fennel.exposition.graphite;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs some work at regular times, the first time after one interval, on a daemon thread of its own. Work that takes
 * longer than an interval skips the times that it has missed, and keeps to the original times after that.
 *
 * <p>This assumes that the work throws nothing; otherwise the thread ends, and the schedule with it.
 *
 * <p>It guarantees:
 *
 * <ol>
 *   <li>No work starts after {@link #stop} has been called, except work whose thread had just checked that; such work
 *       sees {@link #isStopped} become true.
 *   <li>An interrupt that a user's code left behind does not end the schedule: only {@link #stop} does.
 *   <li>{@link #stop} may be called before, during or after {@link #start}, several times, and by any thread, including
 *       the schedule's own, which does not wait for itself. It waits a second at most.
 * </ol>
 */
class PushSchedule { // not final, so that a test can do something just when it is asked
    /** How long {@link #stop} waits for a user's code that does not react to an interrupt. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final long intervalNanos;
    private final Consumer<? super PushSchedule> work;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "fennel-graphite");

    /** Makes a schedule, which passes itself to the work. */
    PushSchedule(Duration interval, Consumer<? super PushSchedule> work) {
        this.intervalNanos = interval.toNanos();
        this.work = work;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        long next = System.nanoTime() + intervalNanos;
        while (!stopsBefore(next)) {
            work.accept(this);
            next = following(next, System.nanoTime(), intervalNanos);
        }
    }

    /** The first time after now that is a whole number of intervals after an earlier time. */
    static long following(long time, long now, long interval) {
        long missed = (now - time) / interval;
        return time + (missed + 1) * interval;
    }

    private boolean stopsBefore(long time) {
        while (true) {
            try {
                return stopped.await(time - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // Left behind by a user's code. Stopping is signalled by the latch.
            }
        }
    }

    /**
     * Ends the schedule and interrupts work that is in progress. Work that goes on after the interrupt finds ended what
     * it would have waited for.
     *
     * @param ending ends what an interrupt does not end
     */
    void stop(Runnable ending) {
        stopped.countDown();
        ending.run();
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) { // always so on the thread of the schedule, which has interrupted itself
            Thread.currentThread().interrupt();
        }
    }
}
