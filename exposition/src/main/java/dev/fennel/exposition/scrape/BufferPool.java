package dev.fennel.exposition.scrape;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps a few idle {@link ScrapeBuffers} for the next scrapes, whose encoders know the labels already.
 *
 * <p>Few, because buffers are as large as the largest body so far, and as clients choose the format: whoever asks for
 * one after the other makes the pool drop buffers, never keep more. Two of a use serve the usual pair of servers that
 * scrape by turns, and a burst of more makes its own and drops them; two uses serve the change from one version of the
 * server, and so from one format, to the next.
 *
 * <p>Buffers that are far too large by now are not kept either, so that series which are gone, or a scrape that ran out
 * of memory, do not cost memory for ever.
 *
 * <p>A slot holds buffers that nobody uses, or null; taking and giving back are one atomic exchange on a slot, so
 * buffers have one owner at any time and nobody waits. Two that give back at once may keep one more of a use than they
 * should, in a slot that was free. Buffers that come back to a closed pool are closed, also when the two overlap:
 * whoever sees the other's write last empties the slots.
 */
final class BufferPool implements AutoCloseable {
    static final int CAPACITY = 4;
    static final int CAPACITY_PER_USE = 2;

    private final AtomicReferenceArray<ScrapeBuffers> idle = new AtomicReferenceArray<>(CAPACITY);
    /** Where the next buffers go when all slots are taken, modulo their number. */
    private final AtomicInteger hand = new AtomicInteger();

    private volatile boolean closed;

    /** Idle buffers for a use, or new ones. */
    ScrapeBuffers take(ScrapeBuffers.Use use) {
        for (int i = 0; i < CAPACITY; i++) {
            ScrapeBuffers buffers = idle.get(i);
            if (buffers != null && buffers.use().equals(use) && idle.compareAndSet(i, buffers, null)) {
                return buffers;
            }
        }
        return new ScrapeBuffers(use);
    }

    /** Takes buffers back, once, from the one who took them. */
    void giveBack(ScrapeBuffers buffers) {
        boolean kept = idleOf(buffers.use()) < CAPACITY_PER_USE && !buffers.areOversized();
        ScrapeBuffers dropped = kept ? keep(buffers) : buffers;
        if (dropped != null) {
            dropped.close();
        }
        if (closed) {
            closeIdle();
        }
    }

    private int idleOf(ScrapeBuffers.Use use) {
        int count = 0;
        for (int i = 0; i < CAPACITY; i++) {
            ScrapeBuffers buffers = idle.get(i);
            count += buffers != null && buffers.use().equals(use) ? 1 : 0;
        }
        return count;
    }

    /** Puts buffers into a free slot, or in place of others, which are returned. */
    private ScrapeBuffers keep(ScrapeBuffers buffers) {
        for (int i = 0; i < CAPACITY; i++) {
            if (idle.compareAndSet(i, null, buffers)) {
                return null;
            }
        }
        return idle.getAndSet(Math.floorMod(hand.getAndIncrement(), CAPACITY), buffers);
    }

    /** Closes what is idle, and from now on what comes back. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (int i = 0; i < CAPACITY; i++) {
            ScrapeBuffers buffers = idle.getAndSet(i, null);
            if (buffers != null) {
                buffers.close();
            }
        }
    }
}
