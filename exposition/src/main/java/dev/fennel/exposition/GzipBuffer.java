package dev.fennel.exposition;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses whole bodies into memory that is used again, in the format of RFC 1952.
 *
 * <p>A GZIPOutputStream makes a Deflater, with 256 KB of memory outside the heap, for each stream; this keeps one. Its
 * level is the fastest, which takes a body to an eighth: the default level gets it to a tenth, and needs four times as
 * long. Used by one thread at a time.
 */
final class GzipBuffer implements AutoCloseable {
    /** Magic number, method deflate, no flags, no time, fastest level, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private final ByteBuf compressed = new ByteBuf(8192);

    /** Compresses a body in place of the one before. */
    void compress(byte[] source, int length) {
        deflater.reset();
        deflater.setInput(source, 0, length);
        deflater.finish();
        compressed.end(0);
        compressed.put(HEADER);
        while (!deflater.finished()) {
            byte[] bytes = compressed.reserve(1);
            int size = compressed.size();
            compressed.end(size + deflater.deflate(bytes, size, bytes.length - size));
        }
        checksum.reset();
        checksum.update(source, 0, length);
        putInt((int) checksum.getValue());
        putInt(length);
    }

    /** The length of the compressed body. */
    int size() {
        return compressed.size();
    }

    /** The array behind this buffer, which begins with the compressed body. */
    byte[] array() {
        return compressed.array();
    }

    /** Frees the Deflater's memory outside the heap now, not when the garbage collector gets to it. */
    @Override
    public void close() {
        deflater.end();
    }

    private void putInt(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            compressed.put((char) (value >>> shift & 0xff));
        }
    }
}
