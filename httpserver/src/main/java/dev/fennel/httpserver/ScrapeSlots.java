package dev.fennel.httpserver;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The slots of a handler that limits its scrapes in flight, where a scrape can wait for one.
 *
 * <p>The scraper itself refuses a scrape when all slots are taken. That is right when they are taken by collectors that
 * block. If they are taken by clients that do not read their answers, a scrape that waits gets the
 * {@link SlowClientGuard} to cut these clients, and then has a slot soon. So a scrape takes a slot here before it takes
 * one of the scraper's, and gives it back after it.
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

    /** Whether a scrape would get a slot. Waits for one, as a scrape does at most. */
    boolean hasRoom() {
        boolean entered = free.tryAcquire() || await();
        if (entered) {
            leave();
        }
        return entered;
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
