package dev.fennel.exposition.scrape;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The slots of a scraper that limits its requests in flight, one for each request that may gather or hold a body.
 *
 * <p>A request that finds no slot is refused at once when all are taken by gathers, which may block: to wait for these
 * would most likely be in vain. If some are taken by answers on their way to clients, and the server cuts off clients
 * that are slow to read while others wait, there will be a slot soon. Then a request waits, but no longer than it can.
 *
 * <p>Used by any number of threads. Waiting threads get slots in the order in which they came; a newcomer that finds
 * one free just then may be before them. To give a slot back takes no memory.
 */
final class ScrapeSlots {
    /** How long to wait: longer than a server needs to cut those who do not read while others wait. */
    static final Duration PATIENCE = Duration.ofMillis(2_500);

    /** More who wait would keep the threads that answer health checks. */
    static final int MAX_WAITING = 16;

    private final int limit;
    private final BooleanSupplier cutsSlowReaders;
    private final long patienceNanos;
    private final Semaphore free;
    /** How many slots are held by answers that are not closed yet. */
    private final AtomicInteger sending = new AtomicInteger();

    /**
     * Makes slots that are all free.
     *
     * @param limit how many
     * @param cutsSlowReaders whether the server that the calling thread answers for cuts off slow clients while others
     *     wait
     * @param patience how long to wait at most
     */
    ScrapeSlots(int limit, BooleanSupplier cutsSlowReaders, Duration patience) {
        this(limit, cutsSlowReaders, patience, new Semaphore(limit, true));
    }

    /** As above, with permits that a test looks into. */
    ScrapeSlots(int limit, BooleanSupplier cutsSlowReaders, Duration patience, Semaphore free) {
        this.limit = limit;
        this.cutsSlowReaders = cutsSlowReaders;
        this.free = free;
        patienceNanos = patience.toNanos();
    }

    /**
     * Takes a slot for a request, and waits for one if that is worth while. The wait is part of the time that the
     * request has for collectors.
     *
     * @return whether there was a slot; if so, {@link #leave} or the {@linkplain #held reply} gives it back
     */
    boolean enter(Deadline deadline) {
        return free.tryAcquire() || (canBeAwaited() && await(deadline.leftToCollectNanos()));
    }

    private boolean await(long nanos) {
        try {
            return free.tryAcquire(Math.min(nanos, patienceNanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean canBeAwaited() {
        return sending.get() > 0 && free.getQueueLength() < MAX_WAITING && cutsSlowReaders.getAsBoolean();
    }

    /** The reply of a request that has a slot, which is free again when the reply is released. */
    Reply held(Reply reply) {
        // Made before the count rises, as there may be no memory for it.
        Reply held = reply.alsoReleasing(() -> {
            free.release(); // before the count falls: a request that comes in between finds the slot, or waits for it
            sending.decrementAndGet();
        });
        sending.incrementAndGet();
        return held;
    }

    /** Gives back the slot of a request that has no reply. */
    void leave() {
        free.release();
    }

    /** The reply to a request that got no slot. */
    Reply refusal() {
        return Reply.unavailable("Limit of concurrent requests reached (" + limit + "), try again later.\n");
    }

    /**
     * Whether a request would get a slot, perhaps after waiting. Does not wait itself, so that health checks take no
     * place from scrapes.
     */
    boolean haveRoom() {
        return free.availablePermits() > 0 || canBeAwaited();
    }

    /** How many requests wait for a slot. */
    int waiting() {
        return free.getQueueLength();
    }
}
