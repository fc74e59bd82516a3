package dev.fennel.httpserver;

import dev.fennel.httpserver.ServerThreads.DaemonThreads;
import dev.fennel.httpserver.internal.Nullable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs the exchanges of a metrics server, cuts those whose client is too slow, and lets those in flight end when the
 * server is closed.
 *
 * <p>The JDK's server reads requests in the threads of its executor, so each client that sends half a request keeps
 * one. A client may keep it for as long as the limit says. If others wait, for a thread or until a scrape has been
 * sent, it may do so for half a second to send its request, which is time for two round trips around the world, and for
 * a second to take the answer: a server with 100 threads gets through 1,000 clients that send nothing in less than the
 * ten seconds that Prometheus waits.
 *
 * <p>Every exchange runs as a {@link GuardedExchange}, which is in the set {@code running} from its start to its end
 * and knows whether it waits for its client. A sweeper thread looks at all of them several times a second. Closing the
 * server sets {@code closing} (no more scrapes), waits for the exchanges in flight, sets {@code cutting} (no more
 * exchanges), and cuts what is left; then the caller stops the JDK's server.
 *
 * <p>Assumptions about the JDK:
 *
 * <ol>
 *   <li>Interrupting a thread that reads from or writes to a channel, or is about to, closes the channel and ends the
 *       read or write with an exception ({@link java.nio.channels.InterruptibleChannel}).
 *   <li>While an exchange runs, its channel is in blocking mode. The dispatcher thread sets that mode before it calls
 *       {@link #execute}, and takes the channel back only when the answer is complete.
 *   <li>Closing a channel in blocking mode waits for no read or write. Closing one in non-blocking mode waits for them,
 *       and meanwhile holds the lock that an interrupted thread needs to close the channel.
 *   <li>{@code HttpServer.stop} closes all connections, also those whose exchange was never run.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>An exchange whose client is slower than the limit is cut, give or take two sweeps. When the whole JVM stands
 *       still, as in a long garbage collection, the time of sweeps hardly moves, so that no client is cut because the
 *       server was slow.
 *   <li>A thread is interrupted by the guard only while it waits for its client, never in a collector, a handler or its
 *       next task. {@link GuardedExchange} ensures that. {@link ServerThreads#close} interrupts the threads of the
 *       server's own afterwards.
 *   <li>{@link #close} returns after the grace period at the latest, and before it as soon as no exchange is in flight.
 *       No wake-up is lost: an exchange is done, and so no longer in flight, before it reads {@code closing};
 *       {@code close} sets {@code closing} and then asks the exchanges. So either it sees that this one is done, or the
 *       exchange signals it.
 *   <li>After {@code close}, every exchange has either been cut or is not run at all. An exchange enters the set and
 *       then reads {@code cutting}; {@code close} sets {@code cutting} and then reads the set. So at least one of them
 *       sees the other. Both may: then the exchange is not run, and the interrupt is taken back.
 *   <li>So no thread reads from a channel while {@code HttpServer.stop} closes it in non-blocking mode. Otherwise both
 *       could wait for each other for ever: the stopping thread would hold the channel's close lock and wait for its
 *       read lock, and an exchange that was interrupted before its first read would hold the read lock and wait for the
 *       close lock.
 *   <li>A collector may close its own server: the exchange of the closing thread is neither waited for nor cut.
 * </ol>
 *
 * <p>Whatever a task throws, a stack overflow included, its exchange leaves the set, because the stack is unwound by
 * then. The sweeper survives whatever a sweep throws, an {@code OutOfMemoryError} for one: it waits without using
 * memory, and sweeps again.
 *
 * <p>If the JDK's dispatcher finds no memory for the thread of an exchange, it closes that connection and goes on.
 *
 * <p>What remains: an exchange that is busy when it is cut, such as in a collector that blocks for ever, keeps its
 * thread. Its connection is closed all the same.
 */
final class SlowClientGuard implements Executor {
    private static final long CROWDED_READING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CROWDED_SENDING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Long for a sweep, which waits for nothing. */
    private static final long SWEEPER_END_MILLIS = 2000;

    private final Executor threads;
    private final BooleanSupplier crowded;
    private final long limitNanos;
    private final LongSupplier nanoTime;
    /** Each exchange adds and removes itself; the sweeper and the closing thread read. */
    private final Set<GuardedExchange> running;
    /** In nanoseconds, between sweeps. */
    private final long pause;

    /** Null if nobody sweeps by itself. Written by the thread that makes this guard, before others know it. */
    private @Nullable Thread sweeper;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when an exchange has ended while the server is being closed. */
    private final Condition ended = lock.newCondition();

    /** The time as sweeps count it. Written by the sweeper alone. */
    private volatile long clock;
    /** Used by the sweeper alone. */
    private long lastSweep;

    private volatile boolean closing;
    private volatile boolean cutting;

    /**
     * Guards the exchanges that run in some threads, and sweeps until it is closed.
     *
     * @param threads run the exchanges
     * @param crowded whether exchanges wait, for a thread or for anything else that slow clients keep
     * @param limit how long a client may take to send a request, and then to take the answer
     */
    SlowClientGuard(Executor threads, BooleanSupplier crowded, Duration limit) {
        this(threads, crowded, limit, System::nanoTime, ConcurrentHashMap.newKeySet());
        Thread thread = DaemonThreads.named("fennel-metrics-clients").newThread(this::sweepUntilClosed);
        thread.start();
        sweeper = thread;
    }

    /** A guard that sweeps only when it is asked to, by a clock of its own, with a set of its own: a seam for tests. */
    SlowClientGuard(
            Executor threads,
            BooleanSupplier crowded,
            Duration limit,
            LongSupplier nanoTime,
            Set<GuardedExchange> running) {
        this.threads = threads;
        this.crowded = crowded;
        this.nanoTime = nanoTime;
        this.running = running;
        limitNanos = limit.toNanos();
        pause = Math.max(MIN_SWEEP_NANOS, Math.min(MAX_SWEEP_NANOS, limitNanos / 4));
        lastSweep = nanoTime.getAsLong();
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> new GuardedExchange(this, task).run());
    }

    /** The time in nanoseconds, as of the last sweep. It hardly moves while the whole JVM stands still. */
    long now() {
        return clock;
    }

    /**
     * Takes note of an exchange that begins. Returns whether it may run: not once the server is about to be stopped.
     */
    boolean begins(GuardedExchange exchange) {
        running.add(exchange);
        return !cutting;
    }

    void ended(GuardedExchange exchange) {
        running.remove(exchange);
        if (closing) {
            lock.lock();
            try {
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void sweepUntilClosed() {
        while (!cutting) {
            LockSupport.parkNanos(pause);
            try {
                sweep();
            } catch (Throwable e) {
                // The next sweep may find memory again.
            }
        }
    }

    /** Cuts the exchanges whose clients are too slow. Called by the sweeper alone. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the sweeper alone writes the clock
    void sweep() {
        long now = nanoTime.getAsLong();
        clock += Math.min(now - lastSweep, 2 * pause);
        lastSweep = now;
        boolean hurry = crowded.getAsBoolean();
        long reading = hurry ? Math.min(limitNanos, CROWDED_READING_NANOS) : limitNanos;
        long sending = hurry ? Math.min(limitNanos, CROWDED_SENDING_NANOS) : limitNanos;
        for (GuardedExchange exchange : running) {
            exchange.cutIfSlow(reading, sending);
        }
    }

    /** Whether the server is being closed, and should take no more scrapes. */
    boolean isClosing() {
        return closing;
    }

    /**
     * Waits until no exchange is in flight, and then cuts those that are left. From then on no exchange begins, so that
     * the JDK's server can be stopped. An interrupt ends the wait.
     *
     * @param grace how long to wait at most
     */
    void close(Duration grace) {
        closing = true;
        awaitInFlight(grace.toNanos());
        cutting = true;
        GuardedExchange own = GuardedExchange.current();
        for (GuardedExchange exchange : running) {
            if (exchange != own) {
                exchange.cut();
            }
        }
    }

    /**
     * Wakes the sweeper, which ends once this is closed, and waits for it for a moment: a servlet container takes a
     * thread that is left for a leak, however soon it will end.
     */
    void awaitSweeper() {
        Thread ending = sweeper;
        if (ending == null) {
            return;
        }
        LockSupport.unpark(ending);
        try {
            ending.join(SWEEPER_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitInFlight(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && anyInFlight()) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Whether any exchange is in flight, except for that of this very thread, should a collector close the server. */
    private boolean anyInFlight() {
        GuardedExchange own = GuardedExchange.current();
        return running.stream().anyMatch(exchange -> exchange != own && exchange.isInFlight());
    }
}
