package dev.fennel.exposition;

/** The memory that one scrape needs and the next one uses again. Used by one thread at a time. */
final class ScrapeBuffers implements AutoCloseable {
    private final Format format;
    private final BufferedEncoder encoder;
    private GzipBuffer gzip;

    ScrapeBuffers(Format format) {
        this.format = format;
        encoder = format.newBufferedEncoder();
    }

    Format format() {
        return format;
    }

    /** Takes the plain body. */
    BufferedEncoder encoder() {
        return encoder;
    }

    /** The encoder's finished body, compressed; made when a client first asks for it. */
    GzipBuffer compressed() {
        if (gzip == null) {
            gzip = new GzipBuffer();
        }
        gzip.reset();
        gzip.write(encoder.body.array(), 0, encoder.body.size());
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
