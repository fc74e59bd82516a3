package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import java.lang.ref.WeakReference;

/** The memory that a scrape needs and the next one uses again. Used by one thread at a time. */
final class Buffers implements AutoCloseable {
    /** A capacity that is always kept, however short the bodies are. */
    private static final int SMALL = 1 << 20;

    /** By how much a capacity may exceed a body. A buffer that has just grown is twice as large as its body. */
    private static final long OVERSIZE = 4;

    private final Use use;
    private final Encoder encoder;
    /** Null until a client asks for compression. */
    private @Nullable GzipBuffer gzip;

    /** Guarded by the monitor of the {@link BufferPool}. */
    final Count count = new Count(this);

    /** What the pool counts for buffers, as long as they exist. */
    static final class Count extends WeakReference<Buffers> {
        long bytes;

        Count(Buffers buffers) {
            super(buffers);
        }
    }

    Buffers(Use use) {
        this(use, use.look() ? use.format().newEncoder() : use.format().newScrapeEncoder());
    }

    /** With a given encoder: a seam for tests. */
    Buffers(Use use, Encoder encoder) {
        this.use = use;
        this.encoder = encoder;
    }

    /**
     * What buffers are used for. An encoder keeps the names for a body of the same families. So requests for some
     * families use other encoders than requests for all: they would make them forget the names.
     *
     * @param format the format of the body
     * @param filtered whether only some families are encoded
     * @param look whether this is no scrape, so that nothing may be reset
     */
    record Use(Format format, boolean filtered, boolean look) {
        // Written out for the same reason as in Scraper.Wanted.
        @Override
        public boolean equals(Object other) {
            return other instanceof Use that
                    && format.equals(that.format)
                    && filtered == that.filtered
                    && look == that.look;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * format.hashCode() + Boolean.hashCode(filtered)) + Boolean.hashCode(look);
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
            Format protobuf = Format.PROTOBUF.withEscaping(use.format().escaping());
            gzip = new GzipBuffer(!use.format().equals(protobuf));
        }
        gzip.compress(encoder.body());
        return gzip;
    }

    /**
     * About how much memory these are. The encoded labels, which encoders of other buffers may share, can be as long as
     * the body.
     */
    long bytes() {
        long compressed = gzip == null ? 0 : gzip.memory();
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
