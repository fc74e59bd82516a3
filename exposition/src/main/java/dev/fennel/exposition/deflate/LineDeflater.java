package dev.fennel.exposition.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses bodies of lines in which each line repeats most of the one before, into the format of deflate (RFC 1951),
 * which any gunzip reads.
 *
 * <p>Deflate replaces bytes that occurred before by a match: how far back they are (up to 32,768 bytes) and how many (3
 * to 258). Other compressors spend most of their time on searching, since they look up every byte that does not match.
 * In a body of metrics it is known where matches begin: where another match has ended, and where the word ends that
 * follows it. So this looks only there, for the same bytes at such a place before, with a table of hashes. At the end
 * of a line it finds the line before, and so the name and the first labels; then label values that come in turn, and
 * the last labels of histograms.
 *
 * <p>Words consist of letters, digits and the other characters of numbers. Nothing is looked up within a word, so the
 * digits of a new number are only copied.
 *
 * <p>What is found is compared byte by byte, eight at a time, so a wrong guess makes a body longer, never wrong.
 * Nothing depends on a body being made of lines, or on how an encoder writes them. Each place is looked up once, so no
 * body takes much longer than others.
 *
 * <p>Of the 8.5 MB with which the benchmarks measure, this makes 752 KB (11.3 : 1) in 5.0 ms, 2.7 of them for finding
 * matches and 1.5 for writing bits; the JDK's fastest level makes 885 KB in 19 to 20 ms. A body with much prose and few
 * lines, such as that of a fresh JVM, gets 4 % longer than with the fastest level; one of many short lines without
 * labels gets 17 % shorter.
 *
 * <p>Tried and dropped, with the benchmark's body: besides what the table has, what follows the source of the last
 * match (0.6 % smaller, 0.4 ms more; 12 % smaller for short lines without labels), and the line before without the
 * table (0.1 ms less); comparing 16 bytes without a branch (0.1 ms more), or with {@link Arrays#mismatch} (no gain);
 * hashes of four or five bytes (1.8 % larger); a larger table (0.2 % smaller); looking up each letter of a word (1 to 3
 * % smaller for prose, up to three times as slow for random label values). For protobuf, where words mean little, a
 * body would get 7 % longer than with the JDK, so that is left to the JDK.
 */
public final class LineDeflater {
    /** About how many bytes one of these has, at most. */
    public static final int MEMORY = 106 << 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A position that is too far away from all others. */
    static final int NOWHERE = Integer.MIN_VALUE;

    private static final int SEEN_BITS = 12;

    /** How many bytes at a position are looked up. */
    private static final int LOOKED_UP = 6;

    /** Shorter matches cost more than literals, as most of these are digits. */
    private static final int MIN_LENGTH = 5;

    private static final int BEYOND_MIN_LENGTH = Long.SIZE - MIN_LENGTH * Byte.SIZE;
    private static final int BEYOND_LOOKED_UP = Long.SIZE - LOOKED_UP * Byte.SIZE;

    /** For a long as eight bytes. */
    private static final long EACH = 0x0101010101010101L;

    private static final long HIGH_BITS = EACH << 7;

    private final Block block = new Block();
    /** Where bytes were seen last, by their hash. */
    private final int[] seen = new int[1 << SEEN_BITS];

    /** Makes a compressor. */
    public LineDeflater() {}

    /**
     * Compresses a body.
     *
     * @param body where it is
     * @param from where it begins
     * @param to where it ends
     * @param out what the result is appended to, up to a complete byte
     */
    public void deflate(byte[] body, int from, int to, BitOutput out) {
        Arrays.fill(seen, NOWHERE);
        block.reserve(to - from);
        int at = from;
        do {
            block.reset();
            int end = fillBlock(body, at, to);
            block.write(body, at, end, end == to, out);
            at = end;
        } while (at < to);
        out.reserve(1);
        out.completeByte();
    }

    /**
     * Adds literals and matches to the block until it is full.
     *
     * @return the end of the block
     */
    private int fillBlock(byte[] body, int from, int to) {
        int lastEight = to - Long.BYTES;
        int at = from;
        while (at <= lastEight && !block.isFull()) {
            long here = (long) LONG.get(body, at);
            int hash = hash(here);
            int found = seen[hash];
            seen[hash] = at;
            if (isNear(found, at) && (here ^ (long) LONG.get(body, found)) << BEYOND_MIN_LENGTH == 0) {
                int length = common(body, at, found, Math.min(Symbols.MAX_LENGTH, to - at));
                block.addMatch(length, at - found - 1);
                at += length;
            } else {
                // The first byte is a literal in any case, and the only one if it is no part of a word.
                long ends = wordEnds(here);
                ends = (ends | (ends & 0xFF) << Byte.SIZE) & ~0xFFL;
                while (ends == 0 && at <= lastEight - Long.BYTES && !block.isFull()) {
                    block.addLiterals(here, Long.BYTES);
                    at += Long.BYTES;
                    here = (long) LONG.get(body, at);
                    ends = wordEnds(here);
                }
                int literals = Long.numberOfTrailingZeros(ends) >>> 3;
                block.addLiterals(here, literals);
                at += literals;
            }
        }
        if (at > lastEight && !block.isFull()) {
            long rest = 0;
            for (int i = to - 1; i >= at; i--) {
                rest = rest << 8 | (body[i] & 0xFF);
            }
            block.addLiterals(rest, to - at);
            at = to;
        }
        return at;
    }

    /**
     * Marks which of eight bytes are no part of a word, by their highest bits. Words consist of letters, what is from
     * {@code +} to {@code 9}, and bytes from 0x80 on, which are parts of characters beyond ASCII.
     */
    static long wordEnds(long bytes) {
        // A sum of two bytes below 0x80 has its highest bit from a limit on, and never reaches the next byte.
        long ascii = bytes & ~HIGH_BITS;
        long lowerCase = ascii | 0x20 * EACH;
        long letters = (lowerCase + (0x80 - 'a') * EACH) & ~(lowerCase + (0x7F - 'z') * EACH);
        long ofNumbers = (ascii + (0x80 - '+') * EACH) & ~(ascii + (0x7F - '9') * EACH);
        return ~(letters | ofNumbers | bytes) & HIGH_BITS;
    }

    /** Whether a match can reach back from a position to an earlier one. */
    static boolean isNear(int earlier, int at) {
        return (at - earlier - 1) >>> 15 == 0;
    }

    /** A hash of the next {@value #LOOKED_UP} bytes. */
    private static int hash(long bytes) {
        return (int) (((bytes << BEYOND_LOOKED_UP) * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SEEN_BITS));
    }

    /** How many bytes are the same at two positions, up to a limit. */
    private static int common(byte[] body, int at, int earlier, int max) {
        int length = 0;
        for (int limit = max - Long.BYTES; length <= limit; length += Long.BYTES) {
            long difference = (long) LONG.get(body, at + length) ^ (long) LONG.get(body, earlier + length);
            if (difference != 0) {
                return length + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        while (length < max && body[at + length] == body[earlier + length]) {
            length++;
        }
        return length;
    }
}
