package dev.fennel.exposition.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Appends fields in the wire format of Protocol Buffers, with varints as short as possible.
 *
 * <p>A message is preceded by its length, which is known only at its end: metrics are live, so their values cannot be
 * read once for the lengths and again for the bytes. Nearly all messages here are shorter than 128 bytes. So one byte
 * is reserved for the length, and if that is too short the message is moved up. A byte of a bucket is moved twice at
 * most, with its histogram and metric, which costs little compared with encoding it. To move a large family would cost
 * as much as to encode its counters, so the length of its length is guessed.
 */
public final class ProtobufWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    /** What a double takes, if the number of its field is below 16. */
    public static final int DOUBLE_SIZE = 1 + Double.BYTES;

    /** What is before a message that is shorter than 128 bytes, if the number of its field is below 16. */
    public static final int BEGIN_SIZE = 2;

    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_TAG_BYTES = 5;

    /**
     * The bits of every NaN that is written, the same as in Go. Prometheus marks stale series with a NaN of other bits;
     * because of this constant, no value can look like that mark.
     */
    private static final long NAN = 0x7FF8000000000001L;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuf out;

    public ProtobufWriter(ByteBuf out) {
        this.out = out;
    }

    /** Writes a field of type int32, int64, uint32, uint64 or an enum; a negative value takes ten bytes. */
    public void putVarint(int field, long value) {
        byte[] bytes = out.reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES);
        int at = putVarint(bytes, out.size(), tag(field, VARINT));
        out.end(putVarint(bytes, at, value));
    }

    /** Writes a field of type sint32 or sint64. */
    public void putSigned(int field, long value) {
        putVarint(field, value << 1 ^ value >> 63);
    }

    /** Writes a field of type double. */
    public void putDouble(int field, double value) {
        putBits(field, Double.isNaN(value) ? NAN : Double.doubleToRawLongBits(value));
    }

    /** Writes a field of type double, given its bits: for the mark of stale series, which {@link #putDouble} avoids. */
    public void putBits(int field, long bits) {
        byte[] bytes = out.reserve(MAX_TAG_BYTES + Long.BYTES);
        int at = putVarint(bytes, out.size(), tag(field, FIXED64));
        LONG.set(bytes, at, bits);
        out.end(at + Long.BYTES);
    }

    /** Writes an element of a packed field of type int32, int64, uint32 or uint64, which has no tag of its own. */
    public void putPacked(long value) {
        out.end(putVarint(out.reserve(MAX_VARINT_BYTES), out.size(), value));
    }

    /** Writes an element of a packed field of type sint32 or sint64. */
    public void putPackedSigned(long value) {
        putPacked(value << 1 ^ value >> 63);
    }

    /** Writes an element of a packed field of type fixed64 or double, given its bits. */
    public void putPackedBits(long bits) {
        LONG.set(out.reserve(Long.BYTES), out.size(), bits);
        out.end(out.size() + Long.BYTES);
    }

    /** Writes a field of type string, in UTF-8. */
    public void putString(int field, String text) {
        int start = begin(field);
        int length = text.length();
        for (int i = 0; i < length; i++) {
            int codePoint = text.codePointAt(i);
            out.putCodePoint(codePoint);
            i += Character.charCount(codePoint) - 1;
        }
        end(start);
    }

    /** Begins a nested message that needs no end, because its length is known. */
    public void begin(int field, int length) {
        byte[] bytes = out.reserve(MAX_TAG_BYTES + MAX_TAG_BYTES);
        out.end(putVarint(bytes, putVarint(bytes, out.size(), tag(field, LENGTH_DELIMITED)), length));
    }

    /** Begins a nested message. Pass the result to {@link #end}. */
    public int begin(int field) {
        byte[] bytes = out.reserve(MAX_TAG_BYTES);
        out.end(putVarint(bytes, out.size(), tag(field, LENGTH_DELIMITED)));
        return begin();
    }

    /** Begins a message that is preceded by its length only, without a tag. Pass the result to {@link #end}. */
    public int begin() {
        out.put((char) 0);
        return out.size();
    }

    /** Ends the message that began at {@code start}, by writing its length before it. */
    public void end(int start) {
        end(start, 1);
    }

    /** Leaves room for the length of a message. Pass the result, and the new end, to {@link #end(int, int)}. */
    public int leaveRoomFor(int expectedLength) {
        int room = varintSize(expectedLength);
        out.reserve(room);
        out.end(out.size() + room);
        return room;
    }

    /** Ends the message that began at {@code start}, where there is some room for its length before it. */
    public void end(int start, int room) {
        int length = out.size() - start;
        int more = varintSize(length) - room;
        byte[] bytes = out.reserve(Math.max(more, 0));
        if (more != 0) {
            System.arraycopy(bytes, start, bytes, start + more, length);
        }
        putVarint(bytes, start - room, length);
        out.end(start + more + length);
    }

    private static long tag(int field, int wireType) {
        return (long) field << 3 | wireType;
    }

    /** Writes into reserved room, and returns the index after the last byte. */
    private static int putVarint(byte[] bytes, int start, long value) {
        int at = start;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    private static int varintSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }
}
