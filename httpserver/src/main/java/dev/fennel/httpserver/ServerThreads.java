package dev.fennel.httpserver;

import dev.fennel.httpserver.internal.Nullable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The threads that the exchanges of a metrics server run in: the user's executor, or threads of the server's own. Those
 * are virtual where the JDK has virtual threads that {@linkplain VirtualThreads serve here}, and otherwise come from an
 * {@link ExchangePool}.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>The JDK's server hands an exchange to the executor from its one dispatcher thread, and never waits for it to
 *       end.
 *   <li>{@link #close} is called once, after the server has closed all its connections.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A pool has at most {@link ExchangePool#MAX_THREADS} threads, and a task waits only if all of them are busy.
 *       Otherwise the dispatcher would have to wait, or a fixed number of slow clients would stop all others.
 *   <li>After {@code close}, own threads that are idle end, and busy ones are interrupted. A thread that does not heed
 *       the interrupt within a second is left behind. It is a daemon, so it does not keep the JVM from exiting.
 *   <li>A user's executor is never shut down, and its threads are not interrupted here.
 *   <li>A task that throws, or whose stack overflows, costs a pool one thread, which the pool replaces at once if tasks
 *       wait.
 * </ol>
 *
 * @param executor runs the exchanges
 * @param crowded whether exchanges wait for a thread, as far as is known: always false for virtual threads, which
 *     nobody waits for, and for a user's executor, whose queue is not visible
 * @param owned what to shut down with the server; null if the executor is the user's
 */
record ServerThreads(
        Executor executor,
        BooleanSupplier crowded,
        @Nullable ExecutorService owned) {
    /** How long {@link #close} waits for a blocked collector that was interrupted to end. */
    private static final int SHUTDOWN_SECONDS = 1;

    /** The threads of a user's executor. */
    static ServerThreads given(Executor executor) {
        return new ServerThreads(executor, () -> false, null);
    }

    /** Threads of the server's own: virtual ones, or a pool where virtual threads do not serve. */
    static ServerThreads own() {
        return VirtualThreads.newExecutor()
                .map(executor -> new ServerThreads(executor, () -> false, executor))
                .orElseGet(ServerThreads::pool);
    }

    static ServerThreads pool() {
        ExchangePool pool = new ExchangePool();
        return new ServerThreads(pool, pool::isCrowded, pool);
    }

    /**
     * Interrupts the threads if they are the server's own, and waits for a moment until they end. Does not wait in an
     * exchange, whose thread may be one of them.
     */
    void close() {
        if (owned == null) {
            return;
        }
        owned.shutdownNow();
        if (GuardedExchange.current() != null) {
            return;
        }
        try {
            owned.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Platform threads for exchanges: as many as there are exchanges, up to a limit, behind which exchanges queue.
     * Threads that stay idle for a while end; none is left when there is nothing to do.
     *
     * <p>A {@link ThreadPoolExecutor} starts a thread only when its queue refuses a task. So the queue accepts an
     * offered task only if an idle thread waits for one. Once all threads exist, the pool rejects the task, and the
     * handler for rejected tasks puts it into the queue after all. The queue itself has no limit, but holds at most one
     * task for each open connection.
     */
    static final class ExchangePool extends ThreadPoolExecutor {
        /** More than the scrapes that a server's own handler takes at once, so that some are left to answer 503. */
        static final int MAX_THREADS = 100;

        private static final int IDLE_SECONDS = 10;

        ExchangePool() {
            super(
                    0,
                    MAX_THREADS,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new Handover(),
                    new DaemonThreads(),
                    ExchangePool::queue);
        }

        /** Whether exchanges wait for a thread. */
        boolean isCrowded() {
            return !getQueue().isEmpty();
        }

        private static void queue(Runnable task, ThreadPoolExecutor pool) {
            if (!pool.isShutdown()) { // otherwise the server is being closed, and its connections with it
                pool.getQueue().add(task);
            }
        }

        private static final class Handover extends LinkedTransferQueue<Runnable> {
            private static final long serialVersionUID = 1;

            @Override
            public boolean offer(Runnable task) {
                return tryTransfer(task);
            }

            /** Accepts the task in any case. It is overridden because some JDKs implement it by the method above. */
            @Override
            public boolean add(Runnable task) {
                return super.offer(task);
            }
        }
    }

    /** Makes the threads of a metrics server, which do not keep the JVM from exiting. */
    static final class DaemonThreads implements ThreadFactory {
        private final AtomicInteger made = new AtomicInteger();

        /** A factory whose threads all have the same name, for where there is one at a time. */
        static ThreadFactory named(String name) {
            return task -> daemon(task, name);
        }

        @Override
        public Thread newThread(Runnable task) {
            return daemon(task, "fennel-metrics-" + made.incrementAndGet());
        }

        private static Thread daemon(Runnable task, String name) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        }
    }
}
