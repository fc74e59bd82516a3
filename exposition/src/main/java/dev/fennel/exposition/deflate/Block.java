package dev.fennel.exposition.deflate;

import java.util.Arrays;

/**
 * A block of RFC 1951 (3.2.3): a part of the body, as literals and matches, and how to write it with codes of its own.
 * Used again for the next block.
 *
 * <p>Codes depend on how often each symbol occurs, which is known only at the end. Until then all is kept in units of
 * two symbols: two literals, a literal and nothing, or the length and the distance of a match. So the loops over a
 * block do the same steps for each unit, without branches: how many literals come before a match changes from one to
 * the next, and a processor would guess it wrong most of the time. A loop over the literals before each match took 1.6
 * times as long.
 *
 * <p>Tried and dropped: to write two units at once if both have few enough bits (no faster).
 */
final class Block {
    /**
     * When a block is full. About 240 KB of the benchmark's text: its codes cost some 70 bytes, and half as many units
     * take 5 % longer in all.
     */
    private static final int CAPACITY = 16384;

    /** How many units may be written after a look at whether the block is full: those of 16 literals and a free one. */
    private static final int ROOM = 9;

    // A unit: its first symbol in the lowest bits, then its second one, then the extra bits of a distance.
    private static final int SYMBOL_BITS = 9;
    private static final int EXTRA_SHIFT = 2 * SYMBOL_BITS;
    private static final int SYMBOLS = 1 << SYMBOL_BITS;
    /** Added to a length less 3, as a first symbol, and to the symbol of a distance, as a second one. */
    private static final int MATCH = 256;

    /** A second symbol without any bits. */
    private static final int NOTHING = SYMBOLS - 1;

    // How the bits of a symbol are looked up: how many there are in the lowest bits of an int, where a shift looks for
    // it, for distances then how many without the extra bits, and then the bits themselves.
    private static final int CODE_LENGTH_SHIFT = 6;
    private static final int BITS_SHIFT = 12;
    private static final int LENGTH_MASK = (1 << CODE_LENGTH_SHIFT) - 1;

    /** Then a unit has at most 48 bits: 15 and 5 extra ones for a length, 15 and 13 for a distance. */
    private static final int MAX_CODE = 15;

    private static final int MAX_HEADER_CODE = 7;

    /** What one stored part of a block can have, and what it costs beside its bytes. */
    private static final int MAX_STORED = 0xFFFF;

    private static final int STORED_HEADER = 5;

    /** In which order the lengths of the header's own code are written. */
    private static final int[] HEADER_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int REPEAT = 16;
    private static final int REPEAT_ZERO = 17;
    private static final int REPEAT_ZERO_LONG = 18;

    private int[] units = new int[0];
    private int count;

    private final int[] firstFrequencies = new int[SYMBOLS];
    private final int[] secondFrequencies = new int[SYMBOLS];
    private final int[] literalFrequencies = new int[Symbols.LITERALS_AND_LENGTHS];
    private final int[] distanceFrequencies = new int[Symbols.DISTANCES];
    private final int[] headerFrequencies = new int[HEADER_ORDER.length];

    private final HuffmanCode literalCode = new HuffmanCode(Symbols.LITERALS_AND_LENGTHS, MAX_CODE);
    private final HuffmanCode distanceCode = new HuffmanCode(Symbols.DISTANCES, MAX_CODE);
    private final HuffmanCode headerCode = new HuffmanCode(HEADER_ORDER.length, MAX_HEADER_CODE);

    // What is looked up for each unit.
    /** With the extra bits of lengths. */
    private final int[] firsts = new int[SYMBOLS];
    /** Without the extra bits of distances. */
    private final int[] seconds = new int[SYMBOLS];

    /** The lengths of both codes as they are written: a symbol of the header's code, and how often it is repeated. */
    private final int[] header = new int[Symbols.LITERALS_AND_LENGTHS + Symbols.DISTANCES];

    private int headerCount;

    /**
     * Makes room for the blocks of a body. Those of short bodies, as most programs have them, stay small.
     *
     * @param length how long the body is; if nothing repeats, it takes two blocks or more
     */
    void reserve(int length) {
        int capacity = Math.min(CAPACITY, length / 2 + 4 * ROOM);
        if (units.length < capacity) {
            units = new int[capacity];
        }
    }

    /** Empties the block. */
    void reset() {
        count = 0;
    }

    /** Whether nothing may be added. */
    boolean isFull() {
        return count > units.length - ROOM;
    }

    /**
     * Adds up to eight literals. All eight are written, and those beyond the last are overwritten next.
     *
     * @param bytes the literals, that of least value first
     * @param literals how many
     */
    void addLiterals(long bytes, int literals) {
        units[count] = unit(bytes, bytes >>> 8);
        units[count + 1] = unit(bytes >>> 16, bytes >>> 24);
        units[count + 2] = unit(bytes >>> 32, bytes >>> 40);
        units[count + 3] = unit(bytes >>> 48, bytes >>> 56);
        // If their number is odd, the last one's unit, otherwise the first that is free.
        units[count + (literals >> 1)] = ((int) (bytes >>> (8 * (literals - 1))) & 0xFF) | NOTHING << SYMBOL_BITS;
        count += (literals + 1) >> 1;
    }

    private static int unit(long first, long second) {
        return (int) ((first & 0xFF) | (second & 0xFF) << SYMBOL_BITS);
    }

    /**
     * Adds a match.
     *
     * @param length how many bytes match
     * @param distanceBelow how far back they are, less 1
     */
    void addMatch(int length, int distanceBelow) {
        int symbol = Symbols.ofDistance(distanceBelow);
        int extra = distanceBelow & ((1 << Symbols.extraOfDistance(symbol)) - 1);
        units[count++] = (MATCH + length - Symbols.MIN_LENGTH) | (MATCH + symbol) << SYMBOL_BITS | extra << EXTRA_SHIFT;
    }

    /**
     * Writes the block.
     *
     * @param body where its bytes are
     * @param from where they begin
     * @param to where they end
     * @param last whether no block follows
     * @param out what it is written to
     */
    void write(byte[] body, int from, int to, boolean last, BitOutput out) {
        countSymbols();
        literalCode.make(literalFrequencies);
        distanceCode.make(distanceFrequencies);
        makeHeader();
        long bytes = (bits() >>> 3) + 1;
        int storedParts = Math.max(1, (to - from + MAX_STORED - 1) / MAX_STORED);
        long storedBytes = (long) to - from + (long) storedParts * STORED_HEADER;
        if (bytes < storedBytes) {
            out.reserve(bytes);
            writeHeader(last, out);
            pack();
            writeUnits(out);
            out.put(literalCode.code(Symbols.END_OF_BLOCK), literalCode.length(Symbols.END_OF_BLOCK));
        } else {
            out.reserve(storedBytes + 1);
            store(body, from, to, last, out);
        }
    }

    private void countSymbols() {
        int[] ofFirst = firstFrequencies;
        int[] ofSecond = secondFrequencies;
        Arrays.fill(ofFirst, 0);
        Arrays.fill(ofSecond, 0);
        for (int i = 0; i < count; i++) {
            int unit = units[i];
            ofFirst[unit & (SYMBOLS - 1)]++;
            ofSecond[unit >>> SYMBOL_BITS & (SYMBOLS - 1)]++;
        }
        Arrays.fill(literalFrequencies, 0);
        for (int literal = 0; literal < MATCH; literal++) {
            literalFrequencies[literal] = ofFirst[literal] + ofSecond[literal];
        }
        for (int length = Symbols.MIN_LENGTH; length <= Symbols.MAX_LENGTH; length++) {
            literalFrequencies[Symbols.ofLength(length)] += ofFirst[MATCH + length - Symbols.MIN_LENGTH];
        }
        literalFrequencies[Symbols.END_OF_BLOCK] = 1;
        System.arraycopy(ofSecond, MATCH, distanceFrequencies, 0, Symbols.DISTANCES);
    }

    private static void store(byte[] body, int from, int to, boolean last, BitOutput out) {
        int start = from;
        do {
            int end = Math.min(to, start + MAX_STORED);
            int length = end - start;
            out.put(last && end == to ? 1 : 0, 3);
            out.completeByte();
            out.put(length | ((~length & 0xFFFFL) << Short.SIZE), Integer.SIZE);
            out.put(body, start, end);
            start = end;
        } while (start < to);
    }

    /** How many bits the block has, at most. */
    private long bits() {
        long bits = 3 + 5 + 5 + 4 + 3L * headerSymbols();
        for (int i = 0; i < headerCount; i++) {
            int symbol = header[i] & 0xFF;
            bits += headerCode.length(symbol) + extraOfHeader(symbol);
        }
        for (int symbol = 0; symbol < Symbols.LITERALS_AND_LENGTHS; symbol++) {
            int extra = symbol > Symbols.END_OF_BLOCK ? Symbols.extraOfLength(symbol) : 0;
            bits += (long) literalFrequencies[symbol] * (literalCode.length(symbol) + extra);
        }
        for (int symbol = 0; symbol < Symbols.DISTANCES; symbol++) {
            bits += (long) distanceFrequencies[symbol]
                    * (distanceCode.length(symbol) + Symbols.extraOfDistance(symbol));
        }
        return bits;
    }

    /** Lists the lengths of both codes, in which repetitions are shortened, and makes the code for this list. */
    private void makeHeader() {
        Arrays.fill(headerFrequencies, 0);
        headerCount = 0;
        int ofLiterals = literalCode.symbols();
        int all = ofLiterals + distanceCode.symbols();
        int i = 0;
        while (i < all) {
            int length = codeLength(i, ofLiterals);
            int run = 1;
            while (i + run < all && codeLength(i + run, ofLiterals) == length) {
                run++;
            }
            i += run;
            if (length > 0) {
                addToHeader(length, 0);
                run--;
            }
            while (run >= 3) {
                int symbol = length > 0 ? REPEAT : run > 10 ? REPEAT_ZERO_LONG : REPEAT_ZERO;
                int least = symbol == REPEAT_ZERO_LONG ? 11 : 3;
                int repeated = Math.min(run, least + (1 << extraOfHeader(symbol)) - 1);
                addToHeader(symbol, repeated - least);
                run -= repeated;
            }
            for (; run > 0; run--) {
                addToHeader(length, 0);
            }
        }
        headerCode.make(headerFrequencies);
    }

    private int codeLength(int i, int ofLiterals) {
        return i < ofLiterals ? literalCode.length(i) : distanceCode.length(i - ofLiterals);
    }

    private void addToHeader(int symbol, int extra) {
        header[headerCount++] = extra << Byte.SIZE | symbol;
        headerFrequencies[symbol]++;
    }

    private static int extraOfHeader(int symbol) {
        return switch (symbol) {
            case REPEAT -> 2;
            case REPEAT_ZERO -> 3;
            case REPEAT_ZERO_LONG -> 7;
            default -> 0;
        };
    }

    /** How many lengths of the header's code are written. */
    private int headerSymbols() {
        int symbols = HEADER_ORDER.length;
        while (symbols > 4 && headerCode.length(HEADER_ORDER[symbols - 1]) == 0) {
            symbols--;
        }
        return symbols;
    }

    private void writeHeader(boolean last, BitOutput out) {
        int symbols = headerSymbols();
        out.put(last ? 1 : 0, 1);
        out.put(2, 2); // with codes of its own
        out.put(literalCode.symbols() - 257, 5);
        out.put(distanceCode.symbols() - 1, 5);
        out.put(symbols - 4, 4);
        for (int i = 0; i < symbols; i++) {
            out.put(headerCode.length(HEADER_ORDER[i]), 3);
        }
        for (int i = 0; i < headerCount; i++) {
            int symbol = header[i] & 0xFF;
            out.put(headerCode.code(symbol), headerCode.length(symbol));
            out.put(header[i] >>> Byte.SIZE, extraOfHeader(symbol));
        }
    }

    private void pack() {
        for (int literal = 0; literal < MATCH; literal++) {
            int length = literalCode.length(literal);
            firsts[literal] = literalCode.code(literal) << BITS_SHIFT | length;
            seconds[literal] = firsts[literal];
        }
        for (int i = Symbols.MIN_LENGTH; i <= Symbols.MAX_LENGTH; i++) {
            int symbol = Symbols.ofLength(i);
            int extra = Symbols.extraOfLength(symbol);
            int length = literalCode.length(symbol);
            int bits = literalCode.code(symbol) | ((i - Symbols.MIN_LENGTH) & ((1 << extra) - 1)) << length;
            firsts[MATCH + i - Symbols.MIN_LENGTH] = bits << BITS_SHIFT | (length + extra);
        }
        for (int symbol = 0; symbol < Symbols.DISTANCES; symbol++) {
            int length = distanceCode.length(symbol);
            seconds[MATCH + symbol] = distanceCode.code(symbol) << BITS_SHIFT
                    | length << CODE_LENGTH_SHIFT
                    | (length + Symbols.extraOfDistance(symbol));
        }
    }

    /** Writes all units, with everything in local variables. */
    private void writeUnits(BitOutput out) {
        byte[] target = out.bytes;
        int[] all = units;
        int end = count;
        int[] ofFirst = firsts;
        int[] ofSecond = seconds;
        long position = out.position;
        for (int i = 0; i < end; i++) {
            int unit = all[i];
            int first = ofFirst[unit & (SYMBOLS - 1)];
            int second = ofSecond[unit >>> SYMBOL_BITS & (SYMBOLS - 1)];
            // Shifts use the lowest bits only, which are the lengths.
            int ofSecondSymbol = second >>> BITS_SHIFT | unit >>> EXTRA_SHIFT << (second >>> CODE_LENGTH_SHIFT);
            long bits = (long) ofSecondSymbol << first | first >>> BITS_SHIFT;
            int at = (int) (position >>> 3);
            BitOutput.LONG.set(target, at, (target[at] & 0xFF) | bits << (position & 7));
            position += (first + second) & LENGTH_MASK;
        }
        out.position = position;
    }
}
