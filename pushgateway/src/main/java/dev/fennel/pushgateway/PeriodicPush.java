package dev.fennel.pushgateway;

import dev.fennel.exposition.internal.ShutdownHook;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
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
 * <p>To a gateway, each push replaces the group, as {@link Pusher#push} does. After a push that takes longer than the
 * interval, the next one starts at once. A failure is passed to the hook and logged, as a warning if the push before
 * went well. The next push takes place as if nothing had happened, and has all that was counted in between.
 *
 * <p>If it is still open when the JVM ends, be it by SIGTERM or by {@link System#exit}, it is closed then, and the JVM
 * waits for the last push, but not longer than 5 seconds, or as many as the system property
 * {@code fennel.shutdown.seconds} said at the first start. What other shutdown hooks count may come too late for it. A
 * failure of this push is logged, but {@code java.util.logging} closes its handlers at the same time, and may lose it.
 *
 * <p>All pushes run in one daemon thread. {@link #close} may be called by any number of threads, the hook included.
 */
public final class PeriodicPush implements AutoCloseable {
    /*
     * Assumptions:
     *
     * 1. PushClock.stop ends the present wait and all later ones, and retries wait on the same clock.
     * 2. A push ends soon after its thread is interrupted, unless a collector or the hook does not heed that.
     *
     * Guarantees:
     *
     * 1. Pushes never overlap, because one thread does them all.
     * 2. Nothing that a push, the hook or the log throws ends the thread, errors and stack overflows included, even if
     *    its own text throws in turn. Should the thread end all the same, for lack of memory, "ended" is counted down in a
     *    finally, so that close does not wait for it.
     * 3. However often this is closed, there is one final push, which begins after the clock was stopped and has retries
     *    on a clock of its own. Behind it, a store that wants to know is sent the ends of series, unless the same object
     *    pushes at another interval still. Both are left out if the time has run out.
     * 4. An interrupt that a collector or the hook leaves behind does not end the pushes: the thread waits again unless
     *    "outOfTime" is set. close sets that before it interrupts the thread, so a thread that close interrupts sees it.
     * 5. close returns after the pusher's timeout and one second at the latest, whatever the push does. A push that does
     *    not heed its interrupt is left behind in its daemon thread.
     * 6. close does not wait when the hook calls it, as it would wait for itself.
     * 7. If the JVM ends before this is closed, this is closed within the hook's limit. The thread goes on meanwhile, because
     *    the JVM waits for the shutdown hook, which waits for the thread. The hook waits no longer, whatever hangs: the
     *    push, the user's hook or the log.
     * 8. The JVM holds nothing of this after close, nor after the end of the thread: both take the shutdown hook back.
     *    close does it because a thread that is left behind may never end; the thread, because it may end by itself, or
     *    after a close by the hook for failures. If the thread cannot start, start takes the hook back.
     * 9. An interrupt that was set before close drops no push. It is put aside, for the same reason as in
     *    BatchJob.close: a program that was interrupted is ending, and this is what it has left to say.
     */

    private static final Logger LOGGER = System.getLogger(PeriodicPush.class.getPackageName());

    private static final GatherError WORKS_AGAIN = new GatherError("pushing works again");

    /** How long {@link #close} waits for a thread that it has interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final MetricsPush<?> pusher;
    private final long intervalNanos;
    private final Consumer<? super Throwable> onFailure;
    private final PushClock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private final ShutdownHook shutdownHook = new ShutdownHook(this::closeAtShutdown, PeriodicPush::logLeftBehind);

    /** Written by {@link #close} before it interrupts the thread; read by the thread. */
    private volatile boolean outOfTime;

    /** Whether the last push failed. Used by the pushing thread alone. */
    private boolean failing;

    /** Whether the pusher knows that these pushes are over. Used by the pushing thread alone. */
    private boolean left;

    private PeriodicPush(
            MetricsPush<?> pusher,
            Duration interval,
            Consumer<? super Throwable> onFailure,
            PushClock clock,
            ThreadFactory threads) {
        this.pusher = pusher;
        this.intervalNanos = TimeUnit.NANOSECONDS.convert(interval);
        this.onFailure = onFailure;
        this.clock = clock;
        thread = threads.newThread(this::run);
        thread.setDaemon(true);
    }

    static PeriodicPush start(
            MetricsPush<?> pusher, Duration interval, Consumer<? super Throwable> onFailure, PushClock clock) {
        return start(pusher, interval, onFailure, clock, work -> new Thread(null, work, "fennel-pusher", 0, false));
    }

    /** Tests make the thread themselves. */
    static PeriodicPush start(
            MetricsPush<?> pusher,
            Duration interval,
            Consumer<? super Throwable> onFailure,
            PushClock clock,
            ThreadFactory threads) {
        PeriodicPush pushes = new PeriodicPush(pusher, interval, onFailure, clock, threads);
        pushes.shutdownHook.add();
        pusher.begin();
        try {
            pushes.thread.start();
        } catch (Throwable e) { // there are too many threads already
            pusher.leave();
            pushes.shutdownHook.remove();
            throw e;
        }
        return pushes;
    }

    private void run() {
        try {
            long start;
            do {
                start = clock.nanoTime();
                push(clock); // retries end when the clock stops, so that they do not delay the final push
            } while (pauseUntilNext(start));
            if (!outOfTime) {
                pushForTheLastTime();
            }
        } finally {
            if (!left) {
                pusher.leave();
            }
            ended.countDown();
            shutdownHook.remove();
        }
    }

    /**
     * Waits for the next push. Waits again after an interrupt that foreign code left behind. Returns false at the end.
     */
    private boolean pauseUntilNext(long start) {
        while (true) {
            try {
                return clock.pause(Math.max(0, intervalNanos - (clock.nanoTime() - start)));
            } catch (InterruptedException e) {
                if (outOfTime) {
                    return false;
                }
            }
        }
    }

    /** Pushes, and lets nothing that is thrown end the thread. */
    private void push(PushClock retryClock) {
        boolean failedBefore = failing;
        try {
            pusher.push(MetricsPush.NOTHING, retryClock);
            failing = false;
        } catch (Throwable e) {
            failing = true;
            FailureText.log(LOGGER, failedBefore ? Level.DEBUG : Level.WARNING, "cannot push", e);
            callHook(e);
        }
        if (failedBefore && !failing) {
            WORKS_AGAIN.log(LOGGER, Level.INFO);
        }
    }

    private void pushForTheLastTime() {
        push(PushClock.real());
        left = true;
        try {
            if (pusher.leave()) {
                pusher.end(PushClock.real());
            }
        } catch (Throwable e) {
            FailureText.log(LOGGER, Level.WARNING, "cannot end the pushes", e);
            callHook(e);
        }
    }

    private void callHook(Throwable failure) {
        try {
            onFailure.accept(failure);
        } catch (Throwable e) {
            FailureText.log(LOGGER, Level.WARNING, "the hook for failures of pushes failed", e);
        }
    }

    /**
     * Pushes for the last time and ends; when called again, waits for the end.
     *
     * <p>Waits for a push that is under way, and then pushes the metrics as they are now. Both together take no longer
     * than the pusher's {@linkplain MetricsPush#timeout timeout}, even with retries; after that they are interrupted,
     * and one second later this returns in any case. Failures go to the hook and the log. An interrupt from before the
     * call is put aside until the end; another one ends the push and makes this return at once. Both stay set.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!endsWithin(pusher.timeout())) {
                logLeftBehind();
            }
        } catch (InterruptedException e) {
            interrupt();
            Thread.currentThread().interrupt();
        } finally {
            shutdownHook.remove();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void logLeftBehind() {
        new GatherError("left a push behind that does not end when interrupted").log(LOGGER, Level.WARNING);
    }

    /** Interrupts the push a second before the hook's time is up, which {@link #GRACE} is. */
    private void closeAtShutdown() {
        Duration limit = ShutdownHook.CLOSE_LIMIT.minus(GRACE);
        try {
            if (!endsWithin(limit.compareTo(pusher.timeout()) < 0 ? limit : pusher.timeout())) {
                ended.await();
            }
        } catch (InterruptedException e) {
            interrupt(); // nobody knows this thread
        }
    }

    /** Whether all has ended, which is stopped now, and interrupted after the limit. */
    private boolean endsWithin(Duration limit) throws InterruptedException {
        clock.stop();
        if (Thread.currentThread() == thread) {
            return true; // The hook closes: the final push follows when it has returned.
        }
        if (ended.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)) {
            return true;
        }
        interrupt();
        return ended.await(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void interrupt() {
        outOfTime = true;
        thread.interrupt();
    }
}
