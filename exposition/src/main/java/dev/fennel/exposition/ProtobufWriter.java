package dev.fennel.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Appends fields in the wire format of Protocol Buffers, with varints as short as they can be.
 *
 * <p>A nested message is preceded by its length, which is known only at its end. Nearly all messages here are shorter
 * than 128 bytes, so one byte is left free for the length, and what was written is moved up where that is too little.
 * That is cheaper than computing all lengths first: a byte of a bucket is moved three times (for histogram, metric and
 * family), by a copy of the machine's.
 */
final class ProtobufWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int MAX_VARINT_BYTES = 10;

    /**
     * The bits of every NaN, which are those of Go's. Prometheus compares bits to tell an ordinary NaN from its mark of
     * a stale series, which no value can become by this.
     */
    private static final long NAN = 0x7FF8000000000001L;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuf out;

    ProtobufWriter(ByteBuf out) {
        this.out = out;
    }

    /** Writes a field of type int32, int64, uint32, uint64 or an enum; a negative value takes ten bytes. */
    void putVarint(int field, long value) {
        putRaw(tag(field, VARINT));
        putRaw(value);
    }

    /** Writes a field of type sint32 or sint64. */
    void putSigned(int field, long value) {
        putVarint(field, value << 1 ^ value >> 63);
    }

    /** Writes a field of type double. */
    void putDouble(int field, double value) {
        putRaw(tag(field, FIXED64));
        byte[] bytes = out.reserve(Long.BYTES);
        LONG.set(bytes, out.size(), Double.isNaN(value) ? NAN : Double.doubleToRawLongBits(value));
        out.end(out.size() + Long.BYTES);
    }

    /** Writes a field of type string, in UTF-8. */
    void putString(int field, String text) {
        int start = begin(field);
        int length = text.length();
        for (int i = 0; i < length; i++) {
            int codePoint = text.codePointAt(i);
            out.putCodePoint(codePoint);
            i += Character.charCount(codePoint) - 1;
        }
        end(start);
    }

    /** Begins a nested message; the answer is what {@link #end} needs. */
    int begin(int field) {
        putRaw(tag(field, LENGTH_DELIMITED));
        return begin();
    }

    /** Begins a message that its length stands before, and no tag. */
    int begin() {
        out.put((char) 0);
        return out.size();
    }

    /** Ends the message that began where the argument says, by writing its length before it. */
    void end(int start) {
        int length = out.size() - start;
        int more = varintSize(length) - 1;
        if (more > 0) {
            byte[] bytes = out.reserve(more);
            System.arraycopy(bytes, start, bytes, start + more, length);
        }
        out.end(start - 1);
        putRaw(length);
        out.end(start + more + length);
    }

    private static long tag(int field, int wireType) {
        return (long) field << 3 | wireType;
    }

    private void putRaw(long value) {
        byte[] bytes = out.reserve(MAX_VARINT_BYTES);
        int at = out.size();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        out.end(at);
    }

    private static int varintSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }
}
