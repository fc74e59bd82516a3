package dev.fennel.exposition.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A reusable byte array that grows as needed, into which compressed data is written bit by bit: the first bit of a byte
 * is its lowest one, as RFC 1951 (3.1.1) requires.
 *
 * <p>Bits are stored eight bytes at a time, from the byte on in which the next one belongs; the bits that this byte has
 * already are stored again. So a store may write seven bytes behind the end, and {@link #reserve} always makes room for
 * them.
 */
public final class BitOutput {
    /** Some virtual machines keep a few words of the largest array for themselves. */
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // Block writes most of a body, and has copies of these in local variables meanwhile.
    byte[] bytes = new byte[8192];
    /**
     * The number of bits. The byte in which the next one belongs has zeros where bits are missing; what is behind it
     * may be anything.
     */
    long position;

    /** Makes an empty output. */
    public BitOutput() {}

    /** Discards everything. */
    public void reset() {
        end(0);
    }

    /**
     * The array behind this output, whose first {@link #size} bytes are its content. Growing replaces it.
     *
     * @return the array, not a copy
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * The number of complete bytes.
     *
     * @return at least 0
     */
    public int size() {
        return (int) (position >>> 3);
    }

    /**
     * Makes room.
     *
     * @param more how many bytes are written next
     * @throws OutOfMemoryError if there is no memory, or no array is large enough
     */
    public void reserve(long more) {
        long needed = more + Long.BYTES;
        if (bytes.length - size() < needed) {
            bytes = Arrays.copyOf(bytes, grown(bytes.length, size(), needed));
        }
    }

    /**
     * The capacity to grow to, which has room for more bytes.
     *
     * @param capacity the present capacity
     * @param size how much of it is used
     * @param more how many bytes come
     * @return at least twice the capacity, as far as possible
     */
    static int grown(int capacity, int size, long more) {
        long needed = size + more;
        if (needed > MAX_CAPACITY) {
            throw new OutOfMemoryError(
                    "expected a compressed body of at most " + MAX_CAPACITY + " bytes, got at least " + needed);
        }
        return (int) Math.min(Math.max(2L * capacity, needed), MAX_CAPACITY);
    }

    /**
     * Sets the end past bytes that were written into the reserved part of the array.
     *
     * @param newSize the new number of bytes
     */
    public void end(int newSize) {
        position = (long) newSize << 3;
        if (newSize < bytes.length) { // otherwise what grows has a zero there
            bytes[newSize] = 0;
        }
    }

    /**
     * Appends up to 56 bits. There must be room.
     *
     * @param value the bits, the first one lowest; no other bit is set
     * @param count how many
     */
    void put(long value, int count) {
        int at = (int) (position >>> 3);
        LONG.set(bytes, at, (bytes[at] & 0xFF) | value << (position & 7));
        position += count;
    }

    /** Completes the last byte with zeros. There must be room. */
    void completeByte() {
        put(0, (int) -position & 7);
    }

    /**
     * Appends bytes. The last one must be complete, and there must be room.
     *
     * @param source where they are
     * @param from where they begin
     * @param to where they end
     */
    void put(byte[] source, int from, int to) {
        int size = size();
        System.arraycopy(source, from, bytes, size, to - from);
        end(size + to - from);
    }

    /**
     * Appends bytes, after making room.
     *
     * @param source all of these
     */
    public void append(byte[] source) {
        reserve(source.length);
        put(source, 0, source.length);
    }

    /**
     * Appends a number with its lowest byte first, after making room.
     *
     * @param value any number
     */
    public void appendInt(int value) {
        reserve(Integer.BYTES);
        put(value & 0xFFFF_FFFFL, Integer.SIZE);
    }
}
