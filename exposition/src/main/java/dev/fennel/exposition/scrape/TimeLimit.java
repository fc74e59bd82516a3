package dev.fennel.exposition.scrape;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs scrapes that may take a limited time.
 *
 * <p>Nobody can stop a collector that does not return, so each scrape has a daemon thread of its own, which ends with
 * it, and the caller leaves when the time is up. Reply and departure meet in one future, which takes the first of the
 * two: a reply that comes too late is released where it was made. Waiting parks the caller, so a virtual thread leaves
 * its carrier.
 */
final class TimeLimit {
    private static final Logger LOGGER = System.getLogger("dev.fennel.exposition");
    private static final AtomicLong STARTED = new AtomicLong();

    private final long nanos;
    private final String exceeded;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    TimeLimit(Duration limit) {
        nanos = limit.toNanos();
        exceeded = "Exceeded configured timeout of " + GoDuration.text(limit) + ".\n";
    }

    /**
     * Runs a scrape in a thread of its own.
     *
     * @param scrape what to run
     * @param notStarted run instead, if no thread can be made; what hindered it is thrown then
     * @return what the scrape returns, or 503 if it is not there in time
     */
    Reply run(Supplier<Reply> scrape, Runnable notStarted) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        start(() -> complete(reply, scrape), notStarted);
        try {
            return reply.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            reply.complete(Reply.unavailable(exceeded));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply.complete(Reply.unavailable("Interrupted while metrics were gathered.\n"));
        } catch (ExecutionException e) {
            // Thrown below.
        }
        return completed(reply);
    }

    private static void complete(CompletableFuture<Reply> reply, Supplier<Reply> scrape) {
        try {
            Reply made = scrape.get();
            if (!reply.complete(made)) {
                made.release().run();
            }
        } catch (Throwable e) {
            if (!reply.completeExceptionally(e)) {
                LOGGER.log(Level.WARNING, "scrape failed after its time was up", e);
            }
        }
    }

    /** The reply, whether it came first or the caller's wish to leave did. What the scrape threw is thrown as it is. */
    private static Reply completed(CompletableFuture<Reply> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /** Interrupts the scrapes that are under way, most of which will be overdue: a collector may heed that. */
    void interruptAll() {
        running.forEach(Thread::interrupt);
    }

    private void start(Runnable task, Runnable notStarted) {
        Thread thread =
                new Thread(null, () -> runTracked(task), "fennel-scrape-" + STARTED.incrementAndGet(), 0, false);
        running.add(thread);
        try {
            thread.setDaemon(true);
            // Inherited by itself on Java 17 only; what collectors find through it must not depend on that.
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            thread.start();
        } catch (Throwable e) {
            running.remove(thread);
            notStarted.run();
            throw e;
        }
    }

    private void runTracked(Runnable task) {
        try {
            task.run();
        } finally {
            running.remove(Thread.currentThread());
        }
    }
}
