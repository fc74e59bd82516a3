package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;

/** The memory that one scrape needs and the next one uses again. Used by one thread at a time. */
final class ScrapeBuffers implements AutoCloseable {
    /** Not worth making again, however short the bodies are. */
    private static final int SMALL = 1 << 20;

    /** A buffer that has just grown is twice as large as its body, and bodies vary. */
    private static final long OVERSIZE = 4;

    private final Use use;
    private final Encoder encoder;
    private GzipBuffer gzip;

    ScrapeBuffers(Use use) {
        this.use = use;
        encoder = use.format().newEncoder();
    }

    /**
     * What buffers are used for. An encoder remembers what comes again: labels for a family, and names for a body of
     * the same families. So requests for some families leave the encoders alone that bodies of all families are made
     * with.
     *
     * @param format the format of the body
     * @param filtered whether only some families are encoded
     */
    record Use(Format format, boolean filtered) {}

    Use use() {
        return use;
    }

    /** Takes the plain body. */
    Encoder encoder() {
        return encoder;
    }

    /** The encoder's finished body, compressed; made when a client first asks for it. */
    GzipBuffer compressed() {
        if (gzip == null) {
            gzip = new GzipBuffer();
        }
        gzip.compress(encoder.body());
        return gzip;
    }

    /** Whether the last body needed so much less memory than one before that it is better to begin anew. */
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
