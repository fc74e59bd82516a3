package dev.fennel.exposition.graphite;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does something at regular times, the first after one interval, on a thread of its own that does not keep the JVM from
 * exiting. What takes longer than an interval skips the times that it missed, and keeps to those that follow.
 */
final class PushSchedule {
    /** How long stopping waits for a user's code that does not react to an interrupt. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

    private final long intervalNanos;
    private final Runnable work;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "fennel-graphite");

    PushSchedule(Duration interval, Runnable work) {
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
            work.run();
            next = following(next, System.nanoTime(), intervalNanos);
        }
    }

    /** The first time after now that is some intervals from a time before. */
    static long following(long time, long now, long interval) {
        long missed = (now - time) / interval;
        return time + (missed + 1) * interval;
    }

    private boolean stopsBefore(long time) {
        while (true) {
            try {
                return stopped.await(time - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // Left over from a user's code; to stop there is the latch.
            }
        }
    }

    /**
     * Stops: nothing begins any more, and what goes on is interrupted.
     *
     * @param ending ends what an interrupt does not
     */
    void stop(Runnable ending) {
        stopped.countDown();
        thread.interrupt();
        ending.run();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(STOP_LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
