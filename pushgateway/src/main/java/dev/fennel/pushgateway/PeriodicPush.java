package dev.fennel.pushgateway;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pushes at an interval until it is closed, for a program that runs on but that no Prometheus server can reach.
 *
 * <pre>{@code
 * try (PeriodicPush pushes = pusher.start(Duration.ofSeconds(15))) {
 *     dump();
 * }
 * }</pre>
 *
 * <p>Each push replaces the group, as {@link Pusher#push} does. Pushes follow each other in one daemon thread, so they
 * never overlap: after one that takes longer than the interval, the next starts at once. One that fails is given to the
 * hook and logged, as a warning if the one before went well; the next takes place as if nothing had happened, and has
 * all that was counted in between.
 *
 * <p>Threads: {@link #close} may be called by any number of them, the hook included.
 */
public final class PeriodicPush implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(PeriodicPush.class.getPackageName());

    /** How long {@link #close} waits for a thread that it has interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Pusher pusher;
    private final long intervalNanos;
    private final Consumer<? super Throwable> onFailure;
    private final PushClock pace;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    /** Set by {@link #close} before it interrupts the thread. */
    private volatile boolean outOfTime;

    /** Whether the last push failed; of the pushing thread alone. */
    private boolean failing;

    private PeriodicPush(Pusher pusher, Duration interval, Consumer<? super Throwable> onFailure, PushClock pace) {
        this.pusher = pusher;
        this.intervalNanos = TimeUnit.NANOSECONDS.convert(interval);
        this.onFailure = onFailure;
        this.pace = pace;
        thread = new Thread(this::run, "fennel-pusher");
        thread.setDaemon(true);
    }

    static PeriodicPush start(Pusher pusher, Duration interval, Consumer<? super Throwable> onFailure, PushClock pace) {
        PeriodicPush pushes = new PeriodicPush(pusher, interval, onFailure, pace);
        pushes.thread.start();
        return pushes;
    }

    private void run() {
        try {
            long start;
            do {
                start = pace.nanoTime();
                push(pace); // whose retries end when the pace stops, so that they do not delay the final push
            } while (pauseUntilNext(start));
            if (!outOfTime) {
                push(PushClock.real());
            }
        } finally {
            ended.countDown();
        }
    }

    /** Waits, and does not take an interrupt that a user's code left behind for the end. */
    private boolean pauseUntilNext(long start) {
        while (true) {
            try {
                return pace.pause(Math.max(0, intervalNanos - (pace.nanoTime() - start)));
            } catch (InterruptedException e) {
                if (outOfTime) {
                    return false;
                }
            }
        }
    }

    /** Pushes, and lets nothing that is thrown end the thread. */
    private void push(PushClock retryPace) {
        try {
            pusher.push(Pusher.NOTHING, retryPace);
            if (failing) {
                LOGGER.log(Level.INFO, "pushing works again");
            }
            failing = false;
        } catch (Throwable e) {
            Object what = e instanceof IOException ? e.getMessage() : e; // others may have no message
            LOGGER.log(failing ? Level.DEBUG : Level.WARNING, "cannot push: " + what, e);
            failing = true;
            tell(e);
        }
    }

    private void tell(Throwable failure) {
        try {
            onFailure.accept(failure);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "the hook for failures of pushes failed: " + e, e);
        }
    }

    /**
     * Pushes for the last time and ends; when called again, waits for the end.
     *
     * <p>A push that is under way is waited for, and then metrics are pushed as they are now. Both together take no
     * longer than the pusher's {@linkplain Pusher#timeout timeout}, after which they are interrupted, also if there are
     * retries; one second later this returns in any case. What fails goes to the hook and the log. An interrupt makes
     * this return at once, and stays set.
     */
    @Override
    public void close() {
        pace.stop();
        if (Thread.currentThread() == thread) {
            return; // The hook closes: the final push follows when it has returned.
        }
        try {
            if (ended.await(TimeUnit.NANOSECONDS.convert(pusher.timeout()), TimeUnit.NANOSECONDS)) {
                return;
            }
            interrupt();
            if (!ended.await(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOGGER.log(Level.WARNING, "left a push behind that does not end when interrupted");
            }
        } catch (InterruptedException e) {
            interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void interrupt() {
        outOfTime = true;
        thread.interrupt();
    }
}
