package dev.fennel.exposition;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses a whole body into memory that is used again, in the format of RFC 1952.
 *
 * <p>A GZIPOutputStream makes a Deflater, with 256 KB of memory outside the heap, for each stream; this keeps one. Its
 * level is the fastest, which takes a body to an eighth: the default level gets it to a tenth, and needs four times as
 * long. For one scrape: {@link #reset}, write, {@link #finish}, {@link #array}. Used by one thread at a time.
 */
final class GzipBuffer extends OutputStream {
    /** Magic number, method deflate, no flags, no time, fastest level, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private byte[] bytes = new byte[8192];
    private int size;

    /** Empties the buffer, to compress the next body. */
    void reset() {
        deflater.reset();
        checksum.reset();
        System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
        size = HEADER.length;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        checksum.update(source, offset, length);
        deflater.setInput(source, offset, length);
        while (!deflater.needsInput()) {
            deflate();
        }
    }

    /** Ends the body, once. */
    void finish() {
        deflater.finish();
        while (!deflater.finished()) {
            deflate();
        }
        putInt((int) checksum.getValue());
        putInt((int) deflater.getBytesRead());
    }

    /** The compressed length, once finished. */
    int size() {
        return size;
    }

    /** The array behind this buffer, which begins with the compressed body, once finished. */
    byte[] array() {
        return bytes;
    }

    /** Frees the Deflater's memory outside the heap now, not when the garbage collector gets to it. */
    @Override
    public void close() {
        deflater.end();
    }

    private void deflate() {
        ensureRoom(1);
        size += deflater.deflate(bytes, size, bytes.length - size);
    }

    private void putInt(int value) {
        ensureRoom(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    private void ensureRoom(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }
}
