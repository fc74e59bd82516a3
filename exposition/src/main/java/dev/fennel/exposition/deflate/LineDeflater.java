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
 * In a body of metrics it is known where matches begin, so this looks only there:
 *
 * <ul>
 *   <li>At the end of a line: the end of the line before, and the line that follows it. This repeats the name and the
 *       first labels.
 *   <li>Where a match has ended: the same bytes at such a place before, with a table of hashes. This repeats label
 *       values that come in turn, and the last labels of histograms.
 *   <li>At the end of the word in which a match has ended: what follows the word in which its source has ended. This
 *       repeats what comes after a label value that is different.
 * </ul>
 *
 * <p>Words consist of letters, digits and the other characters of numbers. Nothing is looked up within a word, so the
 * digits of a new number are only counted.
 *
 * <p>Every candidate is compared byte by byte, eight at a time, so a wrong guess makes a body longer, never wrong.
 * Nothing depends on a body being made of lines, or on how an encoder writes them.
 *
 * <p>Of the 8.5 MB with which the benchmarks measure, this makes 744 KB (11.4 : 1) in 7 ms, 4.4 of them for finding
 * matches; the JDK's fastest level makes 885 KB in 19 to 20 ms. A body with much prose and few lines, such as that of a
 * fresh JVM, gets 5 % longer than with the fastest level: 2.5 instead of 2.3 KB.
 *
 * <p>Tried and dropped: comparing 16 bytes at a time, or with {@link Arrays#mismatch} (up to 5 % slower); a larger
 * table (less than 0.2 % smaller); looking up each letter of a word (1 to 3 % smaller for prose, up to three times as
 * slow for random label values); not counting literals (no faster). For protobuf, where words mean little, it would be
 * 1.7 times as fast as the JDK, but the benchmark's body gets 7 % longer, so that is left to the JDK.
 */
public final class LineDeflater {
    /** About how many bytes one of these has. */
    public static final int MEMORY = 80 << 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A position that is too far away from all others. */
    static final int NOWHERE = Integer.MIN_VALUE;

    private static final int SEEN_BITS = 12;

    /** How many bytes at a position are looked up. */
    private static final int LOOKED_UP = 6;

    /** Shorter matches that were looked up cost more than literals, as most of these are digits. */
    private static final int MIN_LOOKED_UP = 5;

    /**
     * How far the end of a word is looked for: farther than a hash in hexadecimal is long. Strangers may choose label
     * values. Without a limit, 4 MB of them that were chosen for it, with words of 23 KB, took 1,000 ms; now 24.
     */
    static final int FARTHEST_END = 128;

    /** A longer match is taken without looking for a better one. */
    private static final int GOOD_LENGTH = 32;

    /** What words consist of. Characters beyond ASCII are bytes from 0x80 on. */
    private static final boolean[] WORD = new boolean[256];

    static {
        Arrays.fill(WORD, '0', '9' + 1, true);
        Arrays.fill(WORD, 'A', 'Z' + 1, true);
        Arrays.fill(WORD, 'a', 'z' + 1, true);
        Arrays.fill(WORD, 0x80, WORD.length, true);
        WORD['.'] = true;
        WORD['+'] = true;
        WORD['-'] = true;
    }

    private final Block block = new Block();
    /** Where bytes were seen last, by their hash. */
    private final int[] seen = new int[1 << SEEN_BITS];
    /** The end of the line before the present one. */
    private int lineEnd;
    /** What follows the source of the last match. */
    private int next;

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
        lineEnd = NOWHERE;
        next = NOWHERE;
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
     * @return the end of the block; the literals after its last token are in none
     */
    private int fillBlock(byte[] body, int from, int to) {
        int[] frequencies = block.literalFrequencies();
        int lastLookUp = to - Long.BYTES;
        int literals = from;
        int at = from;
        while (at < to && !block.isFull()) {
            int max = Math.min(Symbols.MAX_LENGTH, to - at);
            int length = 0;
            int source = 0;
            byte first = body[at];
            if (first == '\n') {
                if (isNear(lineEnd, at)) {
                    length = common(body, at, lineEnd, max);
                    source = lineEnd;
                }
                lineEnd = at;
            }
            if (length < max && isNear(next, at) && body[next + length] == body[at + length]) {
                int ofNext = common(body, at, next, max);
                if (ofNext > length) {
                    length = ofNext;
                    source = next;
                }
            }
            if (at <= lastLookUp) {
                int hash = hash(body, at);
                int found = seen[hash];
                seen[hash] = at;
                if (length < GOOD_LENGTH
                        && length < max
                        && isNear(found, at)
                        && body[found + length] == body[at + length]) {
                    int ofFound = common(body, at, found, max);
                    if (ofFound > length && ofFound >= MIN_LOOKED_UP) {
                        length = ofFound;
                        source = found;
                    }
                }
            }
            if (length >= Symbols.MIN_LENGTH) {
                block.addMatch(at - literals, length, at - source - 1);
                at += length;
                literals = at;
                next = source + length;
            } else {
                frequencies[first & 0xFF]++;
                at++;
                if (WORD[first & 0xFF]) {
                    int limit = Math.min(to, at + Block.LITERALS_ONLY - 1);
                    for (; at < limit && WORD[body[at] & 0xFF]; at++) {
                        frequencies[body[at] & 0xFF]++;
                    }
                    if (next >= 0) {
                        next = endOfWord(body, next, at);
                    }
                } else {
                    next++;
                }
                if (at - literals >= Block.LITERALS_ONLY) {
                    block.addLiterals();
                    literals += Block.LITERALS_ONLY;
                }
            }
        }
        return at;
    }

    /** Where a word ends, as far as it is worth while to look. */
    static int endOfWord(byte[] body, int from, int to) {
        int limit = from + Math.min(to - from, FARTHEST_END);
        int at = from;
        while (at < limit && WORD[body[at] & 0xFF]) {
            at++;
        }
        return at;
    }

    /** Whether a match can reach back from a position to an earlier one. */
    static boolean isNear(int earlier, int at) {
        return (at - earlier - 1) >>> 15 == 0;
    }

    /** A hash of the next {@value #LOOKED_UP} bytes. */
    private static int hash(byte[] body, int at) {
        long bytes = (long) LONG.get(body, at) << (Long.SIZE - LOOKED_UP * Byte.SIZE);
        return (int) ((bytes * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SEEN_BITS));
    }

    /** How many bytes are the same at two positions, up to a limit. */
    private static int common(byte[] body, int at, int earlier, int max) {
        int length = 0;
        for (; length + Long.BYTES <= max; length += Long.BYTES) {
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
