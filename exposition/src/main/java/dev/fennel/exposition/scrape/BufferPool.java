package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps a few idle {@link Buffers} for the next scrapes. Their encoders have encoded the labels already.
 *
 * <p>The pool is small, because buffers are as large as the largest body so far, and because clients choose the format:
 * a client that asks for one format after another makes the pool drop buffers, but never keep more. Two buffers for
 * each {@linkplain Buffers.Use use} are enough for the usual pair of servers that scrape in turn; a burst of more
 * scrapes makes buffers of its own and drops them. Two uses are enough for a server whose new version asks for another
 * format. Buffers that have become far too large are not kept either, so that series which no longer exist, or a scrape
 * that ran out of memory, do not cost memory forever.
 *
 * <p>Any number of threads take and give back at once, without a lock. A slot holds idle buffers or null; buffers move
 * into and out of a slot by one atomic exchange.
 *
 * <p>This assumes:
 *
 * <ol>
 *   <li>Whoever has taken buffers gives them back at most once, and does not touch them afterwards. Otherwise two
 *       scrapes would write into the same memory, and one would send the other's bytes. {@link ScrapeAnswer#close}
 *       makes sure of it.
 *   <li>The use of buffers never changes, so it may be read while they are in a slot.
 * </ol>
 *
 * <p>It guarantees:
 *
 * <ol>
 *   <li>Buffers have one owner at a time: the one who took them, or a slot. Of several threads that see the same
 *       buffers in a slot, only one succeeds in exchanging them for null. The exchanges are volatile accesses, so the
 *       next owner sees everything that the last one wrote, and the buffers need no synchronisation of their own.
 *   <li>Nobody waits: both operations visit each slot a few times at most, and never repeat a failed exchange.
 *   <li>At most {@link #CAPACITY} buffers are idle. At most {@link #CAPACITY_PER_USE} of them are for the same use, or
 *       one more for each further thread that gives back at the same moment.
 *   <li>All buffers that are idle when the pool is closed, or that come back later, are closed. {@link #close} writes
 *       {@code closed} and then reads the slots; {@link #giveBack} writes a slot and then reads {@code closed}.
 *       Volatile accesses have one order, so at least one of the two threads sees what the other wrote, and empties the
 *       slots.
 * </ol>
 *
 * <p>If a thread dies with buffers that it took, or its stack ends inside one of these methods, the buffers are lost to
 * the garbage collector, which also frees the memory outside the heap; the next scrape makes new ones. They are never
 * in two hands. Only if that happens in {@link #giveBack} after the pool was closed may buffers stay in a slot.
 */
final class BufferPool implements AutoCloseable {
    static final int CAPACITY = 4;
    static final int CAPACITY_PER_USE = 2;

    private final AtomicReferenceArray<Buffers> idle = new AtomicReferenceArray<>(CAPACITY);
    /** Counts how often all slots were taken; modulo their number, the slot whose buffers are replaced next. */
    private final AtomicInteger replacements = new AtomicInteger();

    private volatile boolean closed;

    /** Returns idle buffers for a use, or new ones. The caller owns them until it gives them back. */
    Buffers take(Buffers.Use use) {
        for (int i = 0; i < CAPACITY; i++) {
            Buffers buffers = idle.get(i);
            if (buffers != null && buffers.use().equals(use) && idle.compareAndSet(i, buffers, null)) {
                return buffers;
            }
        }
        return new Buffers(use);
    }

    /** Takes buffers back from their owner, which must not use them any more. */
    void giveBack(Buffers buffers) {
        boolean kept = idleOf(buffers.use()) < CAPACITY_PER_USE && !buffers.areOversized();
        Buffers dropped = kept ? keep(buffers) : buffers;
        if (dropped != null) {
            dropped.close();
        }
        if (closed) {
            closeIdle();
        }
    }

    private int idleOf(Buffers.Use use) {
        int count = 0;
        for (int i = 0; i < CAPACITY; i++) {
            Buffers buffers = idle.get(i);
            count += buffers != null && buffers.use().equals(use) ? 1 : 0;
        }
        return count;
    }

    /** Puts buffers into a free slot. If there is none, replaces other buffers, and returns those; otherwise null. */
    private @Nullable Buffers keep(Buffers buffers) {
        for (int i = 0; i < CAPACITY; i++) {
            if (idle.compareAndSet(i, null, buffers)) {
                return null;
            }
        }
        return idle.getAndSet(Math.floorMod(replacements.getAndIncrement(), CAPACITY), buffers);
    }

    /** Closes all idle buffers now, and all others when they come back. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (int i = 0; i < CAPACITY; i++) {
            Buffers buffers = idle.getAndSet(i, null);
            if (buffers != null) {
                buffers.close();
            }
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
        record Use(Format format, boolean filtered) {}

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
