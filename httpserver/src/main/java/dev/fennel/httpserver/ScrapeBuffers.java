package dev.fennel.httpserver;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import java.io.IOException;

/** The memory that one scrape needs and the next one uses again. Used by one thread at a time. */
final class ScrapeBuffers implements AutoCloseable {
    private final Encoder encoder;
    private GzipBuffer gzip;

    ScrapeBuffers(Format format) {
        encoder = format.newEncoder();
    }

    /** Takes the plain body. */
    Encoder encoder() {
        return encoder;
    }

    /** The encoder's finished body, compressed; made when a client first asks for it. */
    GzipBuffer compressed() throws IOException {
        if (gzip == null) {
            gzip = new GzipBuffer();
        }
        gzip.reset();
        encoder.writeTo(gzip);
        gzip.finish();
        return gzip;
    }

    @Override
    public void close() {
        if (gzip != null) {
            gzip.close();
        }
    }
}
