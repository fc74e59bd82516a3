package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out the {@link Buffers} that bodies are made in, keeps a few idle ones for the next scrapes, and bounds the
 * memory of all of them. The encoders of idle buffers have encoded the labels already.
 *
 * <p>The pool is small, because buffers are as large as the largest body so far, and because clients choose the format:
 * a client that asks for one format after another makes the pool drop buffers, but never keep more. Two buffers for
 * each {@linkplain Buffers.Use use} are enough for the usual pair of servers that scrape in turn; a burst of more
 * scrapes makes buffers of its own and drops them. Two uses are enough for a server whose new version asks for another
 * format. Buffers that have become far too large are not kept either, so that series which no longer exist do not cost
 * memory forever.
 *
 * <p>How large a body gets is known only when it is made. So new buffers count as much as recent ones needed, until
 * {@link #measure} counts what they have really become. The limit can be exceeded by that difference, for as many
 * bodies as are made at once, and by the buffers of a single body that is larger than the limit: it is made when no
 * other buffers are out, since a page that no server could read any more would be the worse end.
 *
 * <p>One lock guards everything. It is held for a few steps only, never while anything is gathered, encoded or sent.
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
 *   <li>Buffers have one owner at a time: the one who took them, or the pool. The lock orders what an owner wrote
 *       before what the next one reads, so buffers need no synchronisation of their own.
 *   <li>{@link #take} waits only for memory, no longer than the given patience, and parked. Idle buffers of other uses
 *       are dropped first.
 *   <li>At most {@link #CAPACITY} buffers are idle, at most {@link #CAPACITY_PER_USE} of them for the same use.
 *   <li>All buffers that are idle when the pool is closed, or that come back later, are closed.
 * </ol>
 *
 * <p>If a thread dies with buffers that it took, the garbage collector frees them, but they go on counting as taken.
 * They are never in two hands.
 */
final class BufferPool implements AutoCloseable {
    static final int CAPACITY = 4;
    static final int CAPACITY_PER_USE = 2;

    /** Until there has been a body, so that at most a few are made at once whose length nobody knows. */
    private static final long UNKNOWN = -1;

    private final long limit;
    private final long patienceNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition memoryWasFreed = lock.newCondition();

    // All guarded by the lock.
    /** Those that came back last are last. */
    private final List<Buffers> idle = new ArrayList<>(CAPACITY + 1);
    /** What all buffers count, idle and taken. */
    private long bytes;

    private int taken;
    private int waiting;
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
        this.limit = limit;
        patienceNanos = patience.toNanos();
    }

    /**
     * Returns idle buffers for a use, or new ones. The caller owns them until it gives them back.
     *
     * @return null if there is no memory for new ones, even after waiting, or if the thread was interrupted, which it
     *     still is then
     */
    @Nullable
    Buffers take(Buffers.Use use) {
        lock.lock();
        try {
            waiting++;
            long nanos = patienceNanos;
            Buffers buffers = takeAtOnce(use);
            while (buffers == null && nanos > 0) {
                nanos = memoryWasFreed.awaitNanos(nanos);
                buffers = takeAtOnce(use);
            }
            return buffers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private @Nullable Buffers takeAtOnce(Buffers.Use use) {
        for (int i = 0; i < idle.size(); i++) {
            if (idle.get(i).use().equals(use)) {
                taken++;
                return idle.remove(i);
            }
        }
        long expected = use.filtered() ? expectedForSome : expectedForAll;
        long needed = expected == UNKNOWN ? limit / CAPACITY : expected;
        while (bytes + needed > limit && !idle.isEmpty()) {
            close(idle.remove(0));
        }
        if (bytes + needed > limit && taken > 0) {
            return null;
        }
        Buffers buffers = new Buffers(use);
        buffers.counted = needed;
        bytes += needed;
        taken++;
        return buffers;
    }

    /** Counts what buffers have become, now that the body is in them. Called by their owner. */
    void measure(Buffers buffers) {
        lock.lock();
        try {
            long measured = buffers.bytes();
            count(buffers, measured);
            if (buffers.use().filtered()) {
                expectedForSome = expectedNext(expectedForSome, measured);
            } else {
                expectedForAll = expectedNext(expectedForAll, measured);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Follows a growth at once and a decline slowly, because bodies in several formats come in turn. */
    private static long expectedNext(long expected, long measured) {
        return expected == UNKNOWN ? measured : Math.max(measured, expected - expected / CAPACITY);
    }

    private void count(Buffers buffers, long newCount) {
        bytes += newCount - buffers.counted;
        buffers.counted = newCount;
        memoryWasFreed.signalAll();
    }

    /** Takes buffers back from their owner, which must not use them any more. */
    void giveBack(Buffers buffers) {
        lock.lock();
        try {
            taken--;
            boolean kept =
                    !closed && bytes <= limit && idleOf(buffers.use()) < CAPACITY_PER_USE && !buffers.areOversized();
            if (kept) {
                memoryWasFreed.signalAll();
                idle.add(buffers);
                if (idle.size() > CAPACITY) {
                    close(idle.remove(0));
                }
            } else {
                close(buffers);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes buffers back that nobody shall use again, because an encoder that threw may have left them half written.
     */
    void discard(Buffers buffers) {
        lock.lock();
        try {
            taken--;
            close(buffers);
        } finally {
            lock.unlock();
        }
    }

    private int idleOf(Buffers.Use use) {
        int count = 0;
        for (Buffers buffers : idle) {
            count += buffers.use().equals(use) ? 1 : 0;
        }
        return count;
    }

    private void close(Buffers buffers) {
        count(buffers, 0);
        buffers.close();
    }

    /** How many scrapes wait for memory. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** What all buffers count. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Closes all idle buffers now, and all others when they come back. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(this::close);
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The memory that a scrape needs and the next one uses again. Used by one thread at a time. */
    static final class Buffers implements AutoCloseable {
        /** A capacity that is always kept, however short the bodies are. */
        private static final int SMALL = 1 << 20;

        /** By how much a capacity may exceed a body. A buffer that has just grown is twice as large as its body. */
        private static final long OVERSIZE = 4;

        private final Use use;
        private final Encoder encoder;
        /** Null until a client asks for compression. */
        private @Nullable GzipBuffer gzip;

        /** What the pool counts for these buffers; guarded by its lock. */
        private long counted;

        Buffers(Use use) {
            this.use = use;
            encoder = use.format().newScrapeEncoder();
        }

        /**
         * What buffers are used for. An encoder keeps the encoded labels of families, and the names for a body of the
         * same families. So requests for some families use other encoders than requests for all: they would make them
         * forget the names.
         *
         * @param format the format of the body
         * @param filtered whether only some families are encoded
         */
        record Use(Format format, boolean filtered) {
            // Written out for the same reason as in Scraper.Wanted.
            @Override
            public boolean equals(Object other) {
                return other instanceof Use that && format.equals(that.format) && filtered == that.filtered;
            }

            @Override
            public int hashCode() {
                return 31 * format.hashCode() + Boolean.hashCode(filtered);
            }
        }

        Use use() {
            return use;
        }

        /** The encoder, which holds the uncompressed body. */
        Encoder encoder() {
            return encoder;
        }

        /** Compresses the finished body. The memory for it is allocated when a client first asks for compression. */
        GzipBuffer compressed() {
            if (gzip == null) {
                gzip = new GzipBuffer();
            }
            gzip.compress(encoder.body());
            return gzip;
        }

        /** About how much memory these are: the encoded labels that an encoder keeps can be as long as its body. */
        long bytes() {
            long compressed = gzip == null ? 0 : gzip.array().length;
            return encoder.body().capacity() + (long) encoder.size() + compressed;
        }

        /** Whether an earlier body needed so much more memory than the last one that this memory should be freed. */
        boolean areOversized() {
            int capacity = encoder.body().capacity();
            return capacity > SMALL && capacity > OVERSIZE * encoder.size();
        }

        @Override
        public void close() {
            if (gzip != null) {
                gzip.close();
            }
        }
    }
}
