package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Hands out the {@link Buffers} that bodies are made in, keeps a few idle ones for the next scrapes, and bounds the
 * memory of all of them. As long as one of them is idle, the encoded labels of its format are kept too.
 *
 * <p>The pool is small, because buffers are as large as the largest body so far, and because clients choose the format:
 * a client that asks for one format after another makes the pool drop buffers, but never keep more. Two buffers for
 * each {@linkplain Buffers.Use use} are enough for the usual pair of servers that scrape in turn; a burst of more
 * scrapes makes buffers of its own and drops them. Two uses are enough for a server whose new version asks for another
 * format. Buffers that have become far too large are not kept either, so that series which no longer exist do not cost
 * memory forever.
 *
 * <p>The limit is not exact. New buffers are counted with what recent ones needed, and corrected by {@link #measure}
 * when the body is there. A single body larger than the limit is made when no other buffers are out; otherwise nobody
 * could read that page any more.
 *
 * <p>A monitor guards everything. It is held for a few steps only, never while anything is gathered, encoded or sent.
 * It is no lock, for the reason that {@link Waiters} gives.
 *
 * <p>This assumes:
 *
 * <ol>
 *   <li>Whoever has taken buffers gives them back or discards them once, and does not touch them afterwards. Otherwise
 *       two scrapes would write into the same memory, and one would send the other's bytes. {@link SharedScrapes} and
 *       {@link ScrapeAnswer#close} make sure of it.
 * </ol>
 *
 * <p>It guarantees:
 *
 * <ol>
 *   <li>Buffers have one owner at a time: the one who took them, or the pool. The monitor orders what an owner wrote
 *       before what the next one reads, so buffers need no synchronisation of their own.
 *   <li>{@link #take} waits only for memory, no longer than the given patience, and parked. Idle buffers of other uses
 *       are dropped first.
 *   <li>At most {@link #CAPACITY} buffers are idle, at most {@link #CAPACITY_PER_USE} of them for the same use.
 *   <li>All buffers that are idle when the pool is closed, or that come back later, are closed.
 * </ol>
 *
 * <p>If a thread dies with buffers that it took, or an answer is never closed, the buffers count until the garbage
 * collector has freed them. They are never in two hands.
 */
final class BufferPool implements AutoCloseable {
    static final int CAPACITY = 4;
    static final int CAPACITY_PER_USE = 2;

    /** Until there has been a body, so that at most a few are made at once whose length nobody knows. */
    private static final long UNKNOWN = -1;

    private final long limit;
    private final long patienceNanos;
    private final Function<Buffers.Use, Buffers> maker;

    private final Waiters waiters = new Waiters();

    // All guarded by the monitor of this pool.
    /** Those that came back last are last. */
    private final List<Buffers> idle = new ArrayList<>(CAPACITY + 1);
    /** What all buffers count, idle and taken. */
    private long bytes;

    /** The counts of the buffers that are out. */
    private final List<Buffers.Count> taken = new ArrayList<>();

    /** What new buffers for all families, and for some of them, are expected to need. */
    private long expectedForAll = UNKNOWN;

    private long expectedForSome = UNKNOWN;
    private boolean closed;

    /**
     * Makes an empty pool.
     *
     * @param limit how many bytes the buffers may have together
     * @param patience how long to wait for memory
     */
    BufferPool(long limit, Duration patience) {
        this(limit, patience, Buffers::new);
    }

    /** As above, with buffers that a test makes. */
    BufferPool(long limit, Duration patience, Function<Buffers.Use, Buffers> maker) {
        this.limit = limit;
        this.maker = maker;
        patienceNanos = patience.toNanos();
    }

    /**
     * Returns idle buffers for a use, or new ones. The caller owns them until it gives them back.
     *
     * @param nanos how long the caller can wait; the pool's patience is a bound as well
     * @return null if there is no memory for new ones, even after waiting, or if the thread was interrupted, which it
     *     still is then
     */
    @Nullable
    Buffers take(Buffers.Use use, long nanos) {
        try {
            return waiters.await(() -> takeAtOnce(use), Math.min(nanos, patienceNanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Whatever can fail for lack of memory comes before what is counted. */
    private synchronized @Nullable Buffers takeAtOnce(Buffers.Use use) {
        for (int i = 0; i < idle.size(); i++) {
            if (idle.get(i).use().equals(use)) {
                taken.add(idle.get(i).count);
                return idle.remove(i);
            }
        }
        long expected = use.filtered() ? expectedForSome : expectedForAll;
        long needed = expected == UNKNOWN ? limit / CAPACITY : expected;
        if (bytes + needed > limit) {
            forgetLost();
        }
        while (bytes + needed > limit && !idle.isEmpty()) {
            close(idle.remove(0));
        }
        if (bytes + needed > limit && !taken.isEmpty()) {
            return null;
        }
        Buffers buffers = maker.apply(use);
        taken.add(buffers.count);
        buffers.count.bytes = needed;
        bytes += needed;
        return buffers;
    }

    /** Counts those no more that nobody can give back any more. */
    private void forgetLost() {
        for (int i = taken.size() - 1; i >= 0; i--) {
            if (taken.get(i).refersTo(null)) {
                bytes -= taken.remove(i).bytes;
            }
        }
    }

    /** Counts what buffers have become, now that the body is in them. Called by their owner. */
    void measure(Buffers buffers) {
        long measured = buffers.bytes();
        synchronized (this) {
            count(buffers, measured);
            if (buffers.use().filtered()) {
                expectedForSome = expectedNext(expectedForSome, measured);
            } else {
                expectedForAll = expectedNext(expectedForAll, measured);
            }
        }
    }

    /** Follows a growth at once and a decline slowly, because bodies in several formats come in turn. */
    private static long expectedNext(long expected, long measured) {
        return expected == UNKNOWN ? measured : Math.max(measured, expected - expected / CAPACITY);
    }

    private void count(Buffers buffers, long newCount) {
        bytes += newCount - buffers.count.bytes;
        buffers.count.bytes = newCount;
        waiters.wake();
    }

    /**
     * Takes buffers back from their owner, which must not use them any more. If there is no memory to find out whether
     * they can be kept, they are not.
     */
    synchronized void giveBack(Buffers buffers) {
        boolean kept;
        try {
            kept = !closed && bytes <= limit && idleOf(buffers.use()) < CAPACITY_PER_USE && !buffers.areOversized();
        } catch (OutOfMemoryError e) {
            kept = false;
        }
        taken.remove(buffers.count); // not earlier: if the stack ended before, nobody would find them
        if (kept) {
            idle.add(buffers);
            if (idle.size() > CAPACITY) {
                close(idle.remove(0));
            }
            waiters.wake();
        } else {
            close(buffers);
        }
    }

    /**
     * Takes buffers back that nobody shall use again, because an encoder that threw may have left them half written.
     */
    synchronized void discard(Buffers buffers) {
        taken.remove(buffers.count);
        close(buffers);
    }

    private int idleOf(Buffers.Use use) {
        int count = 0;
        for (int i = 0; i < idle.size(); i++) {
            count += idle.get(i).use().equals(use) ? 1 : 0;
        }
        return count;
    }

    private void close(Buffers buffers) {
        count(buffers, 0);
        buffers.close();
    }

    /** How many scrapes wait for memory. */
    int waiting() {
        return waiters.count();
    }

    /** What all buffers count. */
    synchronized long bytes() {
        return bytes;
    }

    /** Closes all idle buffers now, and all others when they come back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(this::close);
        idle.clear();
    }
}
