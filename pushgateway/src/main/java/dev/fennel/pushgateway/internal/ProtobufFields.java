package dev.fennel.pushgateway.internal;

import java.util.Arrays;

/**
 * Reads the fields of a message in the wire format of Protocol Buffers, which may be cut or broken: then there is one
 * field less. Used by one thread.
 */
public final class ProtobufFields {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int LAST_SHIFT = 63;

    private final byte[] bytes;
    private int at;

    /** Whether a varint went on behind the end. */
    private boolean cut;

    private int field;
    private long number;
    private byte[] content = {};

    public ProtobufFields(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Goes to the next field, and returns false if there is none. */
    public boolean next() {
        if (at == bytes.length) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        number = 0;
        content = new byte[0];
        switch ((int) tag & 7) {
            case VARINT -> number = varint();
            case FIXED64 -> content(Long.BYTES);
            case LENGTH_DELIMITED -> content(varint());
            case FIXED32 -> content(Integer.BYTES);
            default -> cut = true;
        }
        return !cut;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; at < bytes.length && shift <= LAST_SHIFT; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        cut = true;
        return 0;
    }

    /** Takes so many bytes, or as many as there are. */
    private void content(long length) {
        int end = length < 0 || length > bytes.length - at ? bytes.length : at + (int) length;
        content = Arrays.copyOfRange(bytes, at, end);
        at = end;
    }

    /** The number of the present field in the schema. */
    public int field() {
        return field;
    }

    /** The value of a varint. */
    public long number() {
        return number;
    }

    /** The bytes of a string or a message, as far as they are there. */
    public byte[] content() {
        return content;
    }
}
