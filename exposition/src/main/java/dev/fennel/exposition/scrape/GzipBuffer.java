package dev.fennel.exposition.scrape;

import dev.fennel.exposition.deflate.BitOutput;
import dev.fennel.exposition.deflate.LineDeflater;
import dev.fennel.exposition.internal.Nullable;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses complete bodies with gzip (RFC 1952), into memory that is used again.
 *
 * <p>Bodies that are made of lines go through a {@link LineDeflater}, which is more than three times as fast as the
 * fastest level of the JDK's Deflater, and makes them smaller. All others go through a Deflater of that level, which
 * reduces them to an eighth; the default level takes four times as long. A GZIPOutputStream would make a new Deflater,
 * with 256 KB of memory outside the heap, for each stream; this keeps one. Used by one thread at a time.
 */
final class GzipBuffer implements AutoCloseable {
    /** Magic number, method deflate, no flags, no time, fastest level, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    /** What a Deflater has outside the heap. */
    private static final int DEFLATER_MEMORY = 256 << 10;

    /** For bodies of lines, otherwise null. */
    private final @Nullable LineDeflater lineDeflater;
    /** For other bodies, otherwise null. */
    private final @Nullable Deflater deflater;

    private final CRC32 checksum = new CRC32();
    private final BitOutput out = new BitOutput();
    private boolean closed;

    /**
     * Makes a buffer.
     *
     * @param lines whether the bodies are made of lines; others are compressed too, but not so well
     */
    GzipBuffer(boolean lines) {
        lineDeflater = lines ? new LineDeflater() : null;
        deflater = lines ? null : new Deflater(Deflater.BEST_SPEED, true);
    }

    /**
     * Compresses a body, replacing the previous one.
     *
     * @param body what to compress, from its position to its limit; it has an array, and afterwards its position is its
     *     limit
     * @throws IllegalStateException if this is closed
     */
    void compress(ByteBuffer body) {
        if (closed) {
            throw new IllegalStateException("cannot compress into a buffer that is closed");
        }
        int start = body.position();
        int length = body.remaining();
        checksum.reset();
        checksum.update(body);
        out.reset();
        out.append(HEADER);
        if (lineDeflater != null) {
            compressLines(lineDeflater, body, start);
        } else if (deflater != null) {
            compressOther(deflater, body.position(start));
        }
        out.appendInt((int) checksum.getValue());
        out.appendInt(length);
    }

    @SuppressWarnings("ByteBufferBackingArray") // the encoders of this module wrap arrays, and the offset is added
    private void compressLines(LineDeflater lines, ByteBuffer body, int start) {
        int offset = body.arrayOffset();
        lines.deflate(body.array(), offset + start, offset + body.limit(), out);
    }

    private void compressOther(Deflater other, ByteBuffer body) {
        other.reset();
        other.setInput(body);
        other.finish();
        while (!other.finished()) {
            out.reserve(1);
            byte[] bytes = out.array();
            int size = out.size();
            out.end(size + other.deflate(bytes, size, bytes.length - size));
        }
    }

    /** The length of the compressed body. */
    int size() {
        return out.size();
    }

    /** The array behind this buffer; the compressed body is at its beginning. */
    byte[] array() {
        return out.array();
    }

    /** About how much memory this has. */
    long memory() {
        return (long) out.array().length + (lineDeflater != null ? LineDeflater.MEMORY : DEFLATER_MEMORY);
    }

    /** Frees the Deflater's memory outside the heap now, without waiting for the garbage collector. */
    @Override
    public void close() {
        closed = true;
        if (deflater != null) {
            deflater.end();
        }
    }
}
