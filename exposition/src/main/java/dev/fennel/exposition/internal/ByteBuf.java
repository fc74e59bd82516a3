package dev.fennel.exposition.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A reusable byte array that grows as needed; encoders write into it. Nothing is allocated once it is large enough.
 *
 * <p>To write many bytes at once, call {@link #reserve}, write into the array that it returns, and set the new end with
 * {@link #end}. Used by one thread at a time.
 */
public final class ByteBuf {
    /** Some virtual machines keep a few words of the largest array for themselves. */
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private static final byte[] NONE = {};

    /** A capacity that is always kept. */
    private static final int SMALL = 1 << 16;

    /** By how much a capacity may exceed what is used. A buffer that has just grown is twice as large. */
    private static final int OVERSIZE = 4;

    /** After how many uses that needed much less the memory is given back. */
    private static final int PATIENCE = 8;

    private byte[] bytes;
    private int size;
    /** How many uses in a row needed much less than there is. */
    private int oversized;

    /** True during an attempt to grow, and so after one that failed, until the content is discarded. */
    private boolean growing;

    public ByteBuf(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** The array behind this buffer, whose first {@link #size} bytes are its content. Growing replaces the array. */
    public byte[] array() {
        return bytes;
    }

    /** Sets the end: forward past bytes written into reserved room, or back to discard the bytes after it. */
    public void end(int newSize) {
        size = newSize;
        if (newSize == 0) {
            growing = false;
        }
    }

    /** Makes room for more bytes after the end, and returns the array to write them into. */
    public byte[] reserve(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
        return bytes;
    }

    private void grow(int more) {
        growing = true;
        long needed = (long) size + more;
        if (needed > MAX_CAPACITY) {
            throw new OutOfMemoryError("expected a body of at most " + MAX_CAPACITY + " bytes, got " + needed);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(2L * bytes.length, needed), MAX_CAPACITY));
        growing = false;
    }

    /** Whether the last attempt to grow failed, for lack of memory: then what did not fit is not to blame. */
    public boolean cannotGrow() {
        return growing;
    }

    /** Appends an ASCII character. */
    public void put(char ascii) {
        reserve(1)[size++] = (byte) ascii;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /** Appends the source's bytes from one index (inclusive) to another (exclusive). */
    public void put(byte[] source, int from, int to) {
        int length = to - from;
        System.arraycopy(source, from, reserve(length), size, length);
        size += length;
    }

    /** Appends once more what is in the buffer from an index on. */
    public void repeat(int from, int length) {
        System.arraycopy(reserve(length), from, bytes, size, length);
        size += length;
    }

    public void put(ByteBuf source) {
        put(source.bytes, 0, source.size);
    }

    /** Appends a string of ASCII characters. */
    public void putAscii(String text) {
        int length = text.length();
        byte[] target = reserve(length);
        for (int i = 0; i < length; i++) {
            target[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /** Appends a code point in UTF-8. An unpaired surrogate, which has no encoding, becomes U+FFFD. */
    public void putCodePoint(int codePoint) {
        if (codePoint < 0x80) {
            put((char) codePoint);
        } else if (codePoint < 0x800) {
            put((char) (0xC0 | codePoint >> 6));
            putContinuation(codePoint);
        } else if (codePoint < 0x10000) {
            int encodable = encodable(codePoint);
            put((char) (0xE0 | encodable >> 12));
            putContinuation(encodable >> 6);
            putContinuation(encodable);
        } else {
            put((char) (0xF0 | codePoint >> 18));
            putContinuation(codePoint >> 12);
            putContinuation(codePoint >> 6);
            putContinuation(codePoint);
        }
    }

    /** The code point itself, or U+FFFD for an unpaired surrogate, which has no encoding. */
    public static int encodable(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xFFFD : codePoint;
    }

    private void putContinuation(int bits) {
        put((char) (0x80 | (bits & 0x3F)));
    }

    /** Frees the memory after the end. */
    public void trim() {
        bytes = Arrays.copyOf(bytes, size);
    }

    /**
     * Between two uses, gives memory back if the last {@value #PATIENCE} uses needed much less than there is. What is
     * in the buffer is lost then.
     *
     * @param used how many bytes the last use needed
     */
    public void settle(int used) {
        if (bytes.length <= SMALL || used > bytes.length / OVERSIZE) {
            oversized = 0;
        } else if (++oversized == PATIENCE) {
            oversized = 0;
            size = 0;
            bytes = used == 0 ? NONE : new byte[Math.max(SMALL, 2 * used)];
        }
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
