package dev.fennel.exposition.deflate;

import java.util.Arrays;

/**
 * A prefix code for the symbols that occur, made from how often they do. Codes are the canonical ones of RFC 1951
 * (3.2.2): only their lengths are sent.
 *
 * <p>The code is always complete, since some readers refuse others; if fewer than two symbols occur, others get codes
 * that nobody uses.
 */
final class HuffmanCode {
    private final int limit;
    /** The length of each symbol's code in bits; 0 if it has none. */
    private final int[] lengths;
    /** The code of each symbol, its first bit lowest, as it is written. */
    private final int[] codes;

    // Used while a code is made.
    private final long[] byFrequency;
    private final long[] weights;
    private final int[] parents;
    private final int[] depths;
    /** How many codes there are of each length. */
    private final int[] counts;

    /**
     * Makes room for a code.
     *
     * @param symbols how many symbols there are
     * @param limit how long a code may be, at most 15 bits
     */
    HuffmanCode(int symbols, int limit) {
        this.limit = limit;
        lengths = new int[symbols];
        codes = new int[symbols];
        byFrequency = new long[symbols];
        weights = new long[2 * symbols];
        parents = new int[2 * symbols];
        depths = new int[2 * symbols];
        counts = new int[limit + 1];
    }

    /**
     * Makes the code for symbols that occur so often. If fewer than two occur, the first others count as if they did.
     */
    void make(int[] frequencies) {
        int used = sort(frequencies);
        for (int i = 0; used < 2; i++) {
            if (frequencies[i] == 0) {
                frequencies[i] = 1;
                used = sort(frequencies);
            }
        }
        join(used);
        count(used);
        shorten();
        assign();
    }

    /** The symbols that occur, the rarest first. */
    private int sort(int[] frequencies) {
        int used = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (frequencies[symbol] > 0) {
                byFrequency[used++] = (long) frequencies[symbol] << Short.SIZE | symbol;
            }
        }
        Arrays.sort(byFrequency, 0, used);
        return used;
    }

    /** Huffman's algorithm: nodes are joined in the order of their weight, so a queue of them stays sorted. */
    private void join(int used) {
        for (int i = 0; i < used; i++) {
            weights[i] = byFrequency[i] >>> Short.SIZE;
        }
        int leaf = 0;
        int node = used;
        for (int next = used; next < 2 * used - 1; next++) {
            long weight = 0;
            for (int child = 0; child < 2; child++) {
                boolean takesLeaf = leaf < used && (node == next || weights[leaf] <= weights[node]);
                int taken = takesLeaf ? leaf++ : node++;
                weight += weights[taken];
                parents[taken] = next;
            }
            weights[next] = weight;
        }
    }

    private void count(int used) {
        Arrays.fill(counts, 0);
        depths[2 * used - 2] = 0;
        for (int i = 2 * used - 3; i >= 0; i--) {
            depths[i] = depths[parents[i]] + 1;
            if (i < used) {
                counts[Math.min(depths[i], limit)]++;
            }
        }
    }

    /**
     * Makes the code valid again after codes were cut to the limit. As zlib does: each step takes two of the longest
     * codes' places for a shorter code and one of those that were cut.
     */
    private void shorten() {
        long excess = -(1L << limit);
        for (int length = 1; length <= limit; length++) {
            excess += (long) counts[length] << (limit - length);
        }
        for (; excess > 0; excess--) {
            int length = limit - 1;
            while (counts[length] == 0) {
                length--;
            }
            counts[length]--;
            counts[length + 1] += 2;
            counts[limit]--;
        }
    }

    /** Gives the longest codes to the rarest symbols. */
    private void assign() {
        Arrays.fill(lengths, 0);
        int rank = 0;
        for (int length = limit; length > 0; length--) {
            for (int i = counts[length]; i > 0; i--) {
                lengths[(int) byFrequency[rank++] & 0xFFFF] = length;
            }
        }
        int code = 0;
        for (int length = 1; length <= limit; length++) { // counts become the next code of each length
            int ofThisLength = counts[length];
            counts[length] = code;
            code = (code + ofThisLength) << 1;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = Integer.reverse(counts[length]++) >>> (Integer.SIZE - length);
            }
        }
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    int code(int symbol) {
        return codes[symbol];
    }

    /** How many symbols there are up to the last that has a code. */
    int symbols() {
        int symbols = lengths.length;
        while (lengths[symbols - 1] == 0) {
            symbols--;
        }
        return symbols;
    }
}
