package dev.fennel.exposition.scrape;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Limits how long a request waits for its scrape.
 *
 * <p>A collector that does not return cannot be stopped. So each scrape runs in a daemon thread of its own, which ends
 * with the scrape, and the caller stops waiting when the time is up. Both write the reply to the same future, the
 * scrape its own and the caller a 503; the first of the two counts.
 *
 * <p>This assumes:
 *
 * <ol>
 *   <li>A scrape that returns a reply has put all that it still holds into {@link Reply#release}; a scrape that throws
 *       holds nothing any more.
 *   <li>The caller releases the reply that {@link #run} returns.
 * </ol>
 *
 * <p>It guarantees:
 *
 * <ol>
 *   <li>Once the thread runs, the caller waits no longer than the limit, or until it is interrupted; its interrupt flag
 *       stays set. Waiting parks the caller, so a virtual thread releases its carrier.
 *   <li>Every reply that a scrape makes is released exactly once: by the caller if it was in time, otherwise by the
 *       scrape's thread. The future accepts one of the two replies atomically; the caller returns the accepted one, and
 *       the scrape's thread learns whether its own was accepted. Otherwise a late reply would keep its buffers and its
 *       place among the requests in flight.
 *   <li>What a scrape throws in time is thrown to the caller as it is; what it throws later is logged.
 *   <li>{@code running} contains every thread that runs a scrape, from before its start until its end.
 * </ol>
 *
 * <p>If the caller has no memory to wait or to answer, it leaves with the error. Then it puts a reply into the future
 * that was made before, or releases the scrape's if that came first. Neither needs memory.
 *
 * <p>If a scrape's thread dies without completing the future, for lack of memory to do so, the caller gets the 503 when
 * the time is up. A scrape that never returns keeps its thread and whatever it holds; {@link ScraperOptions#timeout}
 * limits how many of them there can be.
 */
final class TimeLimit {
    private static final Logger LOGGER = System.getLogger("dev.fennel.exposition");
    private static final AtomicLong STARTED = new AtomicLong();

    /** The reply of a caller that has left with an error; nobody gets it. */
    private static final Reply LEFT = Reply.unavailable("");

    private final long nanos;
    private final String exceeded;
    private final ThreadFactory threads;
    private final Supplier<CompletableFuture<Reply>> newReply;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    TimeLimit(Duration limit) {
        this(limit, TimeLimit::newThread);
    }

    /**
     * Limits scrapes that run in given threads.
     *
     * @param threads makes a thread for each scrape, not started yet
     */
    TimeLimit(Duration limit, ThreadFactory threads) {
        this(limit, threads, CompletableFuture::new);
    }

    /** As above, with a future that a test looks into. */
    TimeLimit(Duration limit, ThreadFactory threads, Supplier<CompletableFuture<Reply>> newReply) {
        this.threads = threads;
        this.newReply = newReply;
        nanos = limit.toNanos();
        exceeded = "Exceeded configured timeout of " + GoDuration.text(limit) + ".\n";
    }

    /**
     * Runs a scrape in a thread of its own.
     *
     * @param scrape what to run
     * @param notStarted run instead if no thread can be started; the reason is thrown then
     * @param cameNanos when the request came, as a value of {@link System#nanoTime}: its time is counted from then on
     * @return what the scrape returns, or 503 if it does not return in time
     */
    Reply run(Supplier<Reply> scrape, Runnable notStarted, long cameNanos) {
        CompletableFuture<Reply> reply = started(scrape, notStarted);
        try {
            await(reply, nanos - (System.nanoTime() - cameNanos));
            return completed(reply);
        } catch (Throwable e) {
            leave(reply);
            throw e;
        }
    }

    private void await(CompletableFuture<Reply> reply, long left) {
        try {
            reply.get(left, TimeUnit.NANOSECONDS); // not at all, if nothing is left
        } catch (TimeoutException e) {
            reply.complete(Reply.unavailable(exceeded));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply.complete(Reply.unavailable(Reply.INTERRUPTED));
        } catch (ExecutionException | CancellationException e) {
            // What the scrape threw is thrown later. Some JDKs wrap a CancellationException of its own in another one.
        }
    }

    /** Ends the waiting for a reply that nobody will release, without needing memory. */
    private static void leave(CompletableFuture<Reply> reply) {
        if (!reply.complete(LEFT) && !reply.isCompletedExceptionally()) {
            reply.join().release().run();
        }
    }

    private static void complete(CompletableFuture<Reply> reply, Supplier<Reply> scrape) {
        try {
            Reply made = scrape.get();
            if (!reply.complete(made)) {
                made.release().run();
            }
        } catch (Throwable e) {
            if (!reply.completeExceptionally(e)) {
                GatherError.of("scrape whose time was up", e).log(LOGGER, Level.WARNING);
            }
        }
    }

    /** The accepted reply, the scrape's or the caller's own. What the scrape threw is thrown as it is. */
    private static Reply completed(CompletableFuture<Reply> reply) {
        Optional<Throwable> thrown =
                reply.handle((made, failure) -> Optional.ofNullable(failure)).join();
        if (thrown.isPresent()) {
            throw TimeLimit.<RuntimeException>unchecked(thrown.get());
        }
        return reply.join();
    }

    /** Throws anything, also an exception that foreign code threw without declaring it. */
    @SuppressWarnings("unchecked") // the compiler takes the exception for a RuntimeException
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Interrupts the running scrapes, most of which will be overdue. Some collectors react to that. */
    void interruptAll() {
        running.forEach(Thread::interrupt);
    }

    /** How many scrapes are running. */
    int running() {
        return running.size();
    }

    private static Thread newThread(Runnable task) {
        return new Thread(null, task, "fennel-scrape-" + STARTED.incrementAndGet(), 0, false);
    }

    private CompletableFuture<Reply> started(Supplier<Reply> scrape, Runnable notStarted) {
        Thread thread = null;
        try {
            CompletableFuture<Reply> reply = newReply.get();
            thread = threads.newThread(() -> runTracked(reply, scrape));
            running.add(thread);
            thread.setDaemon(true);
            // Set explicitly, so that collectors see the caller's class loader on every JDK.
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            thread.start();
            return reply;
        } catch (Throwable e) {
            if (thread != null) {
                running.remove(thread);
            }
            notStarted.run();
            throw e;
        }
    }

    private void runTracked(CompletableFuture<Reply> reply, Supplier<Reply> scrape) {
        try {
            complete(reply, scrape);
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    /** Writes durations as Go does ({@code 1m30s}, {@code 1.5ms}), so that messages are the same as client_golang's. */
    static final class GoDuration {
        private static final long SECOND = 1_000_000_000;

        private GoDuration() {}

        /** A duration above zero and below 292 years. */
        static String text(Duration duration) {
            long nanos = duration.toNanos();
            if (nanos < 1_000) {
                return nanos + "ns";
            }
            if (nanos < 1_000_000) {
                return decimal(nanos, 3) + "µs";
            }
            if (nanos < SECOND) {
                return decimal(nanos, 6) + "ms";
            }
            long minutes = nanos / (60 * SECOND);
            return (minutes >= 60 ? minutes / 60 + "h" : "")
                    + (minutes >= 1 ? minutes % 60 + "m" : "")
                    + decimal(nanos % (60 * SECOND), 9)
                    + "s";
        }

        private static String decimal(long unscaled, int scale) {
            return BigDecimal.valueOf(unscaled, scale).stripTrailingZeros().toPlainString();
        }
    }
}
