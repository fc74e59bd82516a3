package dev.fennel.httpserver;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The slots of a handler that limits its scrapes in flight, where a scrape can wait for one.
 *
 * <p>The scraper itself refuses a scrape when all slots are taken. That is right when they are taken by collectors that
 * block. If they are taken by clients that do not read their answers, a scrape that waits gets the
 * {@link SlowClientGuard} to cut these clients, and then has a slot soon. So a scrape takes a slot here before it takes
 * one of the scraper's, and gives it back after it.
 *
 * <p>The two cannot be one. A scrape that timed out leaves its slot here when its 503 is sent, but the scraper's is
 * taken until its gather ends: to wait for it would be in vain.
 *
 * <p>Used by any number of threads. A thread that dies in between has given its slot back, in a {@code finally}.
 * Waiting threads get slots in the order in which they came.
 */
final class ScrapeSlots {
    /** Longer than the guard needs to cut those who do not read while others wait. */
    private static final long MAX_WAIT_MILLIS = 2_500;

    /** More who wait would keep the threads that answer health checks. */
    private static final int MAX_WAITING = 16;

    private final Semaphore free;
    /** How many of those who have a slot have their answer, and send it. */
    private final AtomicInteger sending = new AtomicInteger();

    ScrapeSlots(int slots) {
        free = new Semaphore(slots, true);
    }

    /**
     * Takes a slot for a scrape. Waits for one only if answers are being sent, by the server that this thread answers
     * for, and not many wait already.
     *
     * @return whether there was a slot; if so, {@link #leave} gives it back
     */
    boolean enter() {
        return free.tryAcquire() || (GuardedExchange.isAnySending() && await());
    }

    /** Whether a slot is free. */
    boolean isAnyFree() {
        return free.availablePermits() > 0;
    }

    /**
     * Whether a scrape could wait for a slot in the hope of one: some are held by clients that are sent their answers,
     * who are cut off if they are slow. Does not wait itself, so that health checks take no place from scrapes.
     */
    boolean canBeAwaited() {
        return sending.get() > 0 && free.getQueueLength() < MAX_WAITING;
    }

    /** Notes that a scrape with a slot begins to send its answer. */
    void beginSending() {
        sending.incrementAndGet();
    }

    /** Notes that it does no longer. */
    void endSending() {
        sending.decrementAndGet();
    }

    /** Gives a slot back. */
    void leave() {
        free.release();
    }

    /** Whether scrapes wait for a slot. */
    boolean isCrowded() {
        return free.hasQueuedThreads();
    }

    private boolean await() {
        if (free.getQueueLength() >= MAX_WAITING) {
            return false;
        }
        try {
            return free.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
