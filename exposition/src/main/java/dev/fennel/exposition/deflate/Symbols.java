package dev.fennel.exposition.deflate;

/**
 * The alphabets of RFC 1951 (3.2.5): lengths and distances have symbols for ranges, and extra bits that say which one
 * of the range.
 */
final class Symbols {
    /** Literals, the end of the block, and lengths. */
    static final int LITERALS_AND_LENGTHS = 286;

    static final int DISTANCES = 30;
    static final int END_OF_BLOCK = 256;

    static final int MIN_LENGTH = 3;
    static final int MAX_LENGTH = 258;
    static final int MAX_DISTANCE = 1 << 15;

    private static final int FIRST_LENGTH = 257;

    private Symbols() {}

    /** The symbol of a length. */
    static int ofLength(int length) {
        // Four ranges of the same size, then four of twice the size, and so on; only the longest has its own symbol.
        return length == MAX_LENGTH ? LITERALS_AND_LENGTHS - 1 : FIRST_LENGTH + ofRange(length - MIN_LENGTH, 2);
    }

    /** How many extra bits a symbol of a length has. Their value are the lowest bits of the length less 3. */
    static int extraOfLength(int symbol) {
        return symbol == LITERALS_AND_LENGTHS - 1 ? 0 : extraOfRange(symbol - FIRST_LENGTH, 2);
    }

    /** The symbol of a distance, which is given less one. */
    static int ofDistance(int distanceBelow) {
        return ofRange(distanceBelow, 1);
    }

    /** How many extra bits a symbol of a distance has. Their value are the lowest bits of the distance less one. */
    static int extraOfDistance(int symbol) {
        return extraOfRange(symbol, 1);
    }

    /** Numbers ranges: the first ones have one value each, and each power of two has 1 << bits ranges. */
    private static int ofRange(int value, int bits) {
        int extra = 31 - bits - Integer.numberOfLeadingZeros(value | 1 << bits);
        return (extra << bits) + (value >>> extra);
    }

    private static int extraOfRange(int range, int bits) {
        return Math.max((range >>> bits) - 1, 0);
    }
}
