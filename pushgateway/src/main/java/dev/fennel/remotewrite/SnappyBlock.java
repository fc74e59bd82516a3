package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses in the block format of <a
 * href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy</a>: the length, then literals, and
 * copies of what was there before. As in Google's own compressors, a piece of 64 KiB is compressed by itself, so that
 * two bytes are enough for each offset; four bytes that come again begin a copy; and where nothing comes again, ever
 * more bytes are passed over.
 *
 * <p>Keep one and use it again. Used by one thread at a time.
 */
final class SnappyBlock {
    private static final int PIECE = 1 << 16;
    private static final int HASH_BITS = 14;
    private static final int LEAST_COPY = 4;

    /** A copy of up to 11 bytes takes two bytes if its offset is below this, and three otherwise. */
    private static final int NEAR = 2048;

    private static final int LONGEST_NEAR_COPY = 11;
    private static final int LONGEST_COPY = 64;

    /** Literals longer than this have their length in bytes of its own. */
    private static final int LONGEST_SHORT_LITERAL = 60;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** By the hash of four bytes, where they were last, or a negative number. */
    private final int[] positions = new int[1 << HASH_BITS];

    private final ByteBuf out = new ByteBuf(1024);

    /** Compresses the content of a buffer. */
    byte[] compress(ByteBuf in) {
        out.end(0);
        int rest = in.size();
        for (; rest >= 0x80; rest >>>= 7) {
            out.put((char) ((rest & 0x7F) | 0x80));
        }
        out.put((char) rest);
        for (int start = 0; start < in.size(); start += PIECE) {
            compress(in.array(), start, Math.min(in.size(), start + PIECE));
        }
        return out.toByteArray();
    }

    private void compress(byte[] in, int start, int end) {
        Arrays.fill(positions, -1);
        int literal = start;
        int at = start;
        int misses = 0;
        while (at + LEAST_COPY <= end) {
            int word = (int) INT.get(in, at);
            int hash = (word * 0x1E35A7BD) >>> (Integer.SIZE - HASH_BITS);
            int earlier = positions[hash];
            positions[hash] = at;
            if (earlier >= 0 && (int) INT.get(in, earlier) == word) {
                putLiteral(in, literal, at);
                int length = LEAST_COPY;
                while (at + length < end && in[earlier + length] == in[at + length]) {
                    length++;
                }
                putCopy(at - earlier, length);
                at += length;
                literal = at;
                misses = 0;
            } else {
                at += 1 + (misses++ >> 5);
            }
        }
        putLiteral(in, literal, end);
    }

    private void putLiteral(byte[] in, int start, int end) {
        int code = end - start - 1;
        if (code < 0) {
            return;
        }
        if (code < LONGEST_SHORT_LITERAL) {
            out.put((char) (code << 2));
        } else if (code < 1 << 8) {
            out.put((char) (LONGEST_SHORT_LITERAL << 2));
            out.put((char) code);
        } else {
            out.put((char) ((LONGEST_SHORT_LITERAL + 1) << 2));
            putTwoBytes(code);
        }
        out.put(in, start, end);
    }

    private void putCopy(int offset, int length) {
        int rest = length;
        while (rest >= LONGEST_COPY + LEAST_COPY) {
            putFarCopy(offset, LONGEST_COPY);
            rest -= LONGEST_COPY;
        }
        if (rest > LONGEST_COPY) { // so that enough is left for another copy
            putFarCopy(offset, LONGEST_COPY - LEAST_COPY);
            rest -= LONGEST_COPY - LEAST_COPY;
        }
        if (rest > LONGEST_NEAR_COPY || offset >= NEAR) {
            putFarCopy(offset, rest);
        } else {
            out.put((char) (offset >> 8 << 5 | (rest - LEAST_COPY) << 2 | 1));
            out.put((char) (offset & 0xFF));
        }
    }

    private void putFarCopy(int offset, int length) {
        out.put((char) ((length - 1) << 2 | 2));
        putTwoBytes(offset);
    }

    private void putTwoBytes(int value) {
        out.put((char) (value & 0xFF));
        out.put((char) (value >>> 8));
    }
}
