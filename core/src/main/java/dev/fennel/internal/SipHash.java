package dev.fennel.internal;

import java.util.SplittableRandom;

/**
 * A hash of texts that nobody can predict without its key: SipHash-1-3, whose key is drawn at random.
 *
 * <p>Who chooses the texts can choose them so that their {@link String#hashCode} is the same, but not so for this one.
 * It reads every character each time, so it is for tables where {@code String.hashCode} has turned out to be useless.
 *
 * <p>The algorithm is that of J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (2012), with one
 * round for each eight bytes and three at the end. Immutable; it allocates nothing.
 */
public final class SipHash {
    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** A hash with a key of its own. */
    public static SipHash withRandomKey() {
        SplittableRandom random = new SplittableRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    /**
     * Hashes eight bytes followed by the UTF-16 code units of a text, all of them with the low byte first.
     *
     * @param first the eight bytes: the hash of the text before, to hash several in a row, or 0
     * @param text the text
     * @return 64 bits, all equally good
     */
    public long hash(long first, String text) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int length = text.length();
        long word = first;
        // The rounds: the first eight bytes, every four characters, the rest with the length, and three to finish.
        int whole = length >> 2;
        for (int round = 0; round < whole + 5; round++) {
            if (round == whole + 2) {
                v2 ^= 0xff;
            }
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
            word = round < whole ? fourCharacters(text, 4 * round) : round == whole ? tail(text, 4 * whole) : 0;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long fourCharacters(String text, int from) {
        return text.charAt(from)
                | (long) text.charAt(from + 1) << 16
                | (long) text.charAt(from + 2) << 32
                | (long) text.charAt(from + 3) << 48;
    }

    /** The last characters, fewer than four, and in the highest byte how many bytes there were in all. */
    private static long tail(String text, int from) {
        long word = (long) (8 + 2 * text.length()) << 56;
        for (int i = from; i < text.length(); i++) {
            word |= (long) text.charAt(i) << (16 * (i - from));
        }
        return word;
    }
}
