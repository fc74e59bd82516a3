package dev.fennel.httpserver;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps a few idle {@link ScrapeBuffers} for the next scrapes.
 *
 * <p>Few, because buffers are as large as the largest body so far: two serve the usual pair of servers that scrape by
 * turns, and a burst of more makes its own and drops them. A slot holds buffers that nobody uses, or null; taking and
 * giving back are one atomic exchange on a slot, so buffers have one owner at any time and nobody waits. Buffers that
 * come back to a closed pool are closed, also when the two overlap: whoever sees the other's write last empties the
 * slots.
 */
final class BufferPool implements AutoCloseable {
    static final int CAPACITY = 2;

    private final AtomicReferenceArray<ScrapeBuffers> idle = new AtomicReferenceArray<>(CAPACITY);
    private final Supplier<ScrapeBuffers> maker;
    private volatile boolean closed;

    BufferPool(Supplier<ScrapeBuffers> maker) {
        this.maker = maker;
    }

    /** Idle buffers, or new ones. */
    ScrapeBuffers take() {
        for (int i = 0; i < CAPACITY; i++) {
            ScrapeBuffers buffers = idle.getAndSet(i, null);
            if (buffers != null) {
                return buffers;
            }
        }
        return maker.get();
    }

    /** Takes buffers back, once, from the one who took them. */
    void giveBack(ScrapeBuffers buffers) {
        for (int i = 0; i < CAPACITY; i++) {
            if (idle.compareAndSet(i, null, buffers)) {
                if (closed) {
                    closeIdle();
                }
                return;
            }
        }
        buffers.close();
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
