package dev.fennel.pushgateway.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses the body of a request. */
public final class Gzip {
    private Gzip() {}

    /** What is to be compressed. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The compressed body. */
    public static byte[] of(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            body.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array takes everything
        }
        return bytes.toByteArray();
    }
}
