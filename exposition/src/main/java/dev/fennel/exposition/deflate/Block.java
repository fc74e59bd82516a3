package dev.fennel.exposition.deflate;

import java.util.Arrays;

/**
 * A block of RFC 1951 (3.2.3): a part of the body, as literals and matches, and how to write it with codes of its own.
 * Used again for the next block.
 *
 * <p>Matches are kept as one int each: how many literals come before it (9 bits), its length less 3 (8 bits), and its
 * distance less 1 (15 bits). The literals themselves are read from the body again when the block is written. Codes
 * depend on how often each symbol occurs, which is known only then.
 */
final class Block {
    /** As many literals without a match behind them are a token of their own. */
    static final int LITERALS_ONLY = 511;

    /**
     * When a block is full. About 350 KB of text: its codes cost some 70 bytes, and twice or half as many matches make
     * the benchmark's body no smaller.
     */
    private static final int CAPACITY = 8192;

    private static final int LENGTH_SHIFT = 15;
    private static final int LITERALS_SHIFT = 23;

    /** Then four codes of literals fit into a long, with the up to seven bits before them. */
    private static final int MAX_LITERAL_CODE = 14;

    private static final int MAX_DISTANCE_CODE = 15;
    private static final int MAX_HEADER_CODE = 7;

    // How codes are packed into ints: their length in the lowest bits.
    private static final int CODE_SHIFT = 5;
    private static final int CODE_LENGTH = (1 << CODE_SHIFT) - 1;

    /** What one stored part of a block can have, and what it costs beside its bytes. */
    private static final int MAX_STORED = 0xFFFF;

    private static final int STORED_HEADER = 5;

    /** In which order the lengths of the header's own code are written. */
    private static final int[] HEADER_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int REPEAT = 16;
    private static final int REPEAT_ZERO = 17;
    private static final int REPEAT_ZERO_LONG = 18;

    private final int[] tokens = new int[CAPACITY];
    private int count;

    private final int[] literalFrequencies = new int[Symbols.LITERALS_AND_LENGTHS];
    private final int[] lengthFrequencies = new int[Symbols.MAX_LENGTH + 1];
    private final int[] distanceFrequencies = new int[Symbols.DISTANCES];
    private final int[] headerFrequencies = new int[HEADER_ORDER.length];

    private final HuffmanCode literalCode = new HuffmanCode(Symbols.LITERALS_AND_LENGTHS, MAX_LITERAL_CODE);
    private final HuffmanCode distanceCode = new HuffmanCode(Symbols.DISTANCES, MAX_DISTANCE_CODE);
    private final HuffmanCode headerCode = new HuffmanCode(HEADER_ORDER.length, MAX_HEADER_CODE);

    // What is looked up for each token.
    private final int[] literals = new int[256];
    /** With the extra bits of the length. */
    private final int[] lengths = new int[Symbols.MAX_LENGTH + 1];
    /** Without the extra bits of the distance. */
    private final int[] distances = new int[Symbols.DISTANCES];

    /** The lengths of both codes as they are written: a symbol of the header's code, and how often it is repeated. */
    private final int[] header = new int[Symbols.LITERALS_AND_LENGTHS + Symbols.DISTANCES];

    private int headerCount;

    /** Empties the block. */
    void reset() {
        count = 0;
        Arrays.fill(literalFrequencies, 0);
        Arrays.fill(lengthFrequencies, 0);
        Arrays.fill(distanceFrequencies, 0);
    }

    /** How often each literal occurs, for the caller to count. */
    int[] literalFrequencies() {
        return literalFrequencies;
    }

    /** Whether no token may be added. */
    boolean isFull() {
        return count == CAPACITY;
    }

    /** Adds {@link #LITERALS_ONLY} literals. */
    void addLiterals() {
        tokens[count++] = LITERALS_ONLY << LITERALS_SHIFT;
    }

    /**
     * Adds a match.
     *
     * @param before how many literals come before it, less than {@link #LITERALS_ONLY}
     * @param length how many bytes match
     * @param distanceBelow how far back they are, less 1
     */
    void addMatch(int before, int length, int distanceBelow) {
        tokens[count++] = before << LITERALS_SHIFT | (length - Symbols.MIN_LENGTH) << LENGTH_SHIFT | distanceBelow;
        lengthFrequencies[length]++;
        distanceFrequencies[Symbols.ofDistance(distanceBelow)]++;
    }

    /**
     * Writes the block. What is not in its tokens yet are literals at its end.
     *
     * @param body where its bytes are
     * @param from where they begin
     * @param to where they end
     * @param last whether no block follows
     * @param out what it is written to
     */
    void write(byte[] body, int from, int to, boolean last, BitOutput out) {
        literalFrequencies[Symbols.END_OF_BLOCK] = 1;
        for (int length = Symbols.MIN_LENGTH; length <= Symbols.MAX_LENGTH; length++) {
            literalFrequencies[Symbols.ofLength(length)] += lengthFrequencies[length];
        }
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
            writeTokens(body, from, to, out);
            out.put(literalCode.code(Symbols.END_OF_BLOCK), literalCode.length(Symbols.END_OF_BLOCK));
        } else {
            out.reserve(storedBytes + 1);
            store(body, from, to, last, out);
        }
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
        for (int i = 0; i < literals.length; i++) {
            literals[i] = literalCode.code(i) << CODE_SHIFT | literalCode.length(i);
        }
        for (int i = Symbols.MIN_LENGTH; i <= Symbols.MAX_LENGTH; i++) {
            int symbol = Symbols.ofLength(i);
            int extra = Symbols.extraOfLength(symbol);
            int bits = (i - Symbols.MIN_LENGTH) & ((1 << extra) - 1);
            int code = literalCode.code(symbol) | bits << literalCode.length(symbol);
            lengths[i] = code << CODE_SHIFT | (literalCode.length(symbol) + extra);
        }
        for (int i = 0; i < distances.length; i++) {
            distances[i] = distanceCode.code(i) << CODE_SHIFT | distanceCode.length(i);
        }
    }

    /**
     * Writes the body of the block: the loop that most of the time goes into, so with everything in local variables.
     */
    private void writeTokens(byte[] body, int from, int to, BitOutput out) {
        byte[] target = out.bytes;
        int end = out.size;
        long bits = out.bits;
        int bitCount = out.bitCount;
        int at = from;
        for (int i = 0; i <= count; i++) {
            int token = i < count ? tokens[i] : LITERALS_ONLY << LITERALS_SHIFT;
            int before = token >>> LITERALS_SHIFT;
            int literalsEnd = i < count ? at + before : to;
            for (; at + 4 <= literalsEnd; at += 4) {
                int code = literals[body[at] & 0xFF];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
                code = literals[body[at + 1] & 0xFF];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
                code = literals[body[at + 2] & 0xFF];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
                code = literals[body[at + 3] & 0xFF];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
                BitOutput.LONG.set(target, end, bits);
                end += bitCount >>> 3;
                bits >>>= bitCount & ~7;
                bitCount &= 7;
            }
            for (; at < literalsEnd; at++) {
                int code = literals[body[at] & 0xFF];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
            }
            BitOutput.LONG.set(target, end, bits);
            end += bitCount >>> 3;
            bits >>>= bitCount & ~7;
            bitCount &= 7;
            if (before < LITERALS_ONLY) {
                int length = (token >>> LENGTH_SHIFT & 0xFF) + Symbols.MIN_LENGTH;
                at += length;
                int code = lengths[length];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
                int distance = token & (Symbols.MAX_DISTANCE - 1);
                int symbol = Symbols.ofDistance(distance);
                code = distances[symbol];
                bits |= (long) (code >>> CODE_SHIFT) << bitCount;
                bitCount += code & CODE_LENGTH;
                int extra = Symbols.extraOfDistance(symbol);
                bits |= (long) (distance & ((1 << extra) - 1)) << bitCount;
                bitCount += extra;
                BitOutput.LONG.set(target, end, bits);
                end += bitCount >>> 3;
                bits >>>= bitCount & ~7;
                bitCount &= 7;
            }
        }
        out.size = end;
        out.bits = bits;
        out.bitCount = bitCount;
    }
}
