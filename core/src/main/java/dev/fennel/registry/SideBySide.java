package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The threads of one gather of custom collectors, and how long it waits for them.
 *
 * <p>Runs wait in a queue. The first one starts a thread, which takes one after the other, so that quick collectors
 * cost one thread together. As long as runs still wait in the queue, the caller starts another thread each
 * {@linkplain #PATIENCE_NANOS few milliseconds}, up to {@value #MAX_THREADS}: slow collectors run side by side, and
 * those behind one that hangs have threads soon.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>The caller waits until all have ended or its time is up, and goes on through an interruption, which it finds
 *       set afterwards: it may have been interrupted before, and its quick collectors are not to suffer for that. It
 *       parks while it waits, so a virtual thread releases its carrier.
 *   <li>Whoever puts a run into the queue while no thread is there starts one. A thread that leaves counts itself out
 *       first, and then looks once more whether something came meanwhile, so no run is left alone. When the caller
 *       leaves, it says so first and then ends all runs in the queue; what is put there later is ended by whoever put
 *       it there. So no run stays under way without a thread.
 *   <li>A thread that cannot be started costs one collector: if no other is there, the one that is next.
 *   <li>A collector that does not return keeps its thread. The caller leaves it when its time is up, and its thread
 *       then finds the queue empty when it returns, and ends. At most {@value #MAX_THREADS} can be kept by one gather;
 *       if all are, the collectors still in the queue are left out of this gather, and are asked again in the next.
 *   <li>An interruption that a collector leaves behind in its thread does not reach the next one there.
 * </ol>
 *
 * <p>If a thread dies of something that was thrown here, for lack of memory, its run has ended, or the caller stops
 * waiting for it when the time is up, and the count of threads stays too high by one, which costs no more than that.
 */
final class SideBySide {
    /** How many collectors may run at once for one gather. */
    static final int MAX_THREADS = 64;

    /** More than quick collectors need together. */
    private static final long PATIENCE_NANOS = 10_000_000;

    private final ConcurrentLinkedQueue<CollectorRun> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final Machine machine;
    private final long limitNanos;
    private final long deadlineNanos;
    private final @Nullable ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();

    /** Written by the caller when it leaves, before it empties the queue. */
    private volatile boolean left;

    /**
     * What runs the collectors.
     *
     * @param threads makes threads
     * @param clock counts nanoseconds
     * @param patienceNanos how long runs wait in the queue before there is another thread
     */
    record Machine(CollectorThread.Factory threads, LongSupplier clock, long patienceNanos) {
        static final Machine REAL = new Machine(new Real(), new Real(), PATIENCE_NANOS);

        /** Threads and time as they are. */
        static final class Real implements CollectorThread.Factory, LongSupplier {
            @Override
            public Thread newThread(Runnable task, @Nullable ClassLoader contextLoader) {
                return new CollectorThread(task, contextLoader);
            }

            @Override
            public long getAsLong() {
                return System.nanoTime();
            }
        }
    }

    SideBySide(Machine machine, Duration timeLimit) {
        this.machine = machine;
        limitNanos = nanos(timeLimit);
        deadlineNanos = nanoTime() + limitNanos;
        left = limitNanos <= 0;
    }

    /** At most 146 years, so that differences of times do not overflow. */
    static long nanos(Duration timeLimit) {
        return timeLimit.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) < 0
                ? Math.max(0, timeLimit.toNanos())
                : Long.MAX_VALUE / 2;
    }

    long nanoTime() {
        return machine.clock().getAsLong();
    }

    long limitNanos() {
        return limitNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Whether nobody waits any more. */
    boolean hasLeft() {
        return left;
    }

    /** Runs a collector as soon as a thread is free. Called by the caller, or by whoever ended the run before. */
    void submit(CollectorRun run) {
        queue.add(run);
        if (left) {
            endQueue();
        } else if (threads.compareAndSet(0, 1)) {
            startThread();
        }
    }

    /**
     * Waits for runs, and leaves.
     *
     * @param runs what {@link CollectorRun#ask} returned
     */
    void await(List<CompletableFuture<Collected>> runs) {
        boolean interrupted = false;
        try {
            CompletableFuture<Void> all = CompletableFuture.allOf(runs.toArray(new CompletableFuture<?>[0]));
            for (long rest = rest(); rest > 0 && !all.isDone(); rest = rest()) {
                try {
                    all.get(Math.min(rest, machine.patienceNanos()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    help();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException | CancellationException e) {
                    // All have ended. What they gave is looked at one by one.
                }
            }
        } finally {
            leave();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops waiting, and ends all runs that no thread has taken yet. Whoever began a gather calls this in any case. */
    void leave() {
        left = true;
        endQueue();
    }

    private long rest() {
        return deadlineNanos - nanoTime();
    }

    /** Starts another thread if runs wait for one. */
    private void help() {
        if (!queue.isEmpty() && threads.get() < MAX_THREADS) {
            threads.incrementAndGet();
            startThread();
        }
    }

    /** Starts a thread that is counted already. */
    private void startThread() {
        try {
            machine.threads().newThread(this::work, contextLoader).start();
        } catch (Throwable thrown) {
            CollectorRun next = threads.decrementAndGet() == 0 ? queue.poll() : null;
            if (next != null) {
                next.endWith(thrown);
            }
        }
    }

    private void work() {
        do {
            for (CollectorRun run = queue.poll(); run != null; run = queue.poll()) {
                run.run();
                Thread.interrupted();
            }
            threads.decrementAndGet();
        } while (!queue.isEmpty() && threads.compareAndSet(0, 1));
    }

    private void endQueue() {
        for (CollectorRun run = queue.poll(); run != null; run = queue.poll()) {
            run.endWith(Collected.NOT_RUN);
        }
    }

    /** What is wrong with a collector that has not returned. */
    GatherError overdue(RegisteredCollector registered) {
        return new GatherError(registered + ": has not returned after " + limit() + ", left out until it does");
    }

    /** What is wrong with a collector that was not run. */
    GatherError notRun(RegisteredCollector registered) {
        return new GatherError(
                registered + ": not run within " + limit() + ", as others took all the time, left out this once");
    }

    private String limit() {
        return Duration.ofNanos(limitNanos).toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
