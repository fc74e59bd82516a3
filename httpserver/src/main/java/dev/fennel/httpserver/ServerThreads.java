package dev.fennel.httpserver;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The threads that exchanges run in.
 *
 * @param executor runs them
 * @param crowded whether exchanges wait for a thread, as far as is known
 * @param owned what to shut down with the server; null if the executor was given
 */
record ServerThreads(Executor executor, BooleanSupplier crowded, ExecutorService owned) {
    /** For a blocked collector to notice that it is interrupted; one that does not is left to itself. */
    private static final int SHUTDOWN_SECONDS = 1;

    /** Threads of a user's. */
    static ServerThreads given(Executor executor) {
        return new ServerThreads(executor, () -> false, null);
    }

    /** Threads of the server's own: virtual ones, or a pool where the JDK has none that serve. */
    static ServerThreads own() {
        return VirtualThreads.newExecutor()
                .map(executor -> new ServerThreads(executor, () -> false, executor))
                .orElseGet(ServerThreads::pool);
    }

    static ServerThreads pool() {
        ExchangePool pool = new ExchangePool();
        return new ServerThreads(pool, pool::isCrowded, pool);
    }

    /** Interrupts the threads if they are the server's own, and gives them a moment to end. */
    void close() {
        if (owned == null) {
            return;
        }
        owned.shutdownNow();
        if (GuardedExchange.current() != null) {
            return; // may be one of them
        }
        try {
            owned.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
