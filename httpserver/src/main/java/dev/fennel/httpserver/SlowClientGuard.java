package dev.fennel.httpserver;

import dev.fennel.httpserver.ServerThreads.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The exchanges that a metrics server has in its threads: cuts those whose client keeps them waiting, and lets those in
 * flight end when the server is closed.
 *
 * <p>The JDK's server reads requests in the threads of its executor, so each client that sends half a request has one.
 * A client may have it for as long as the limit says. If others wait for a thread, it may for half a second to send its
 * request, which is time for two round trips around the world, and for a second to take the answer: a server with 100
 * threads is through with 1,000 clients that send nothing in less than the ten seconds that Prometheus waits.
 */
final class SlowClientGuard implements Executor {
    private static final long CROWDED_READING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CROWDED_SENDING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Executor threads;
    private final BooleanSupplier crowded;
    private final long limitNanos;
    private final Set<GuardedExchange> running = ConcurrentHashMap.newKeySet();
    /** In nanoseconds, between sweeps. */
    private final long pause;

    private final ScheduledThreadPoolExecutor sweeper;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when an exchange has ended. */
    private final Condition ended = lock.newCondition();

    /** The time as sweeps count it. Written by the sweeper. */
    private volatile long clock;
    /** Used by the sweeper. */
    private long lastSweep = System.nanoTime();

    private volatile boolean closing;
    /** Set once the exchanges that are left are cut, and with them any that a thread takes up only now. */
    private volatile boolean cutting;

    /**
     * Watches the exchanges that run in some threads.
     *
     * @param threads run the exchanges
     * @param crowded whether exchanges wait for a thread
     * @param limit how long a client may take to send a request, and then to take the answer
     */
    SlowClientGuard(Executor threads, BooleanSupplier crowded, Duration limit) {
        this.threads = threads;
        this.crowded = crowded;
        limitNanos = limit.toNanos();
        sweeper = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("fennel-metrics-clients"));
        pause = Math.max(MIN_SWEEP_NANOS, Math.min(MAX_SWEEP_NANOS, limitNanos / 4));
        sweeper.scheduleWithFixedDelay(this::sweep, pause, pause, TimeUnit.NANOSECONDS);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(new GuardedExchange(this, task));
    }

    /**
     * The time in nanoseconds, as of the last sweep. When the whole JVM stands still, as in a long garbage collection,
     * it nearly does so too, and no client is cut for having been waited for by nobody.
     */
    long now() {
        return clock;
    }

    void began(GuardedExchange exchange) {
        running.add(exchange);
        if (cutting) {
            exchange.cut();
        }
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

    private void sweep() {
        long now = System.nanoTime();
        clock += Math.min(now - lastSweep, 2 * pause);
        lastSweep = now;
        boolean hurry = crowded.getAsBoolean();
        long reading = hurry ? Math.min(limitNanos, CROWDED_READING_NANOS) : limitNanos;
        long sending = hurry ? Math.min(limitNanos, CROWDED_SENDING_NANOS) : limitNanos;
        running.forEach(exchange -> exchange.cutIfSlow(reading, sending));
    }

    /** Whether the server is being closed, and should take no more scrapes. */
    boolean isClosing() {
        return closing;
    }

    /**
     * Waits until no exchange is in flight, and then cuts those that are left. An interrupt ends the wait.
     *
     * @param grace how long to wait at most
     */
    void close(Duration grace) {
        closing = true;
        awaitInFlight(grace.toNanos());
        sweeper.shutdownNow();
        cutting = true;
        GuardedExchange own = GuardedExchange.current();
        running.stream().filter(exchange -> exchange != own).forEach(GuardedExchange::cut);
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

    /** Without the exchange of this very thread, should a collector close the server. */
    private boolean anyInFlight() {
        GuardedExchange own = GuardedExchange.current();
        return running.stream().anyMatch(exchange -> exchange != own && exchange.isInFlight());
    }
}
