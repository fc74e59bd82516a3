package dev.fennel.internal.quantiles;

/**
 * Sorts short arrays in place and allocates nothing, unlike {@link java.util.Arrays#sort(long[], int, int)} of newer
 * JDKs, which makes an array at every partition.
 *
 * <p>This is Hoare's algorithm with the median of three as the pivot. Equal values are divided evenly. Contrived orders
 * can make it quadratic, which matters little for the few hundred values that it is meant for.
 */
final class Quicksort {
    /** Up to this many values, insertion sort is faster. */
    static final int INSERTED = 24;

    private Quicksort() {}

    /** Sorts the values from one index up to, not including, another. */
    static void sort(long[] values, int from, int to) {
        int start = from;
        int end = to;
        while (end - start > INSERTED) {
            int middle = partition(values, start, end);
            // Only the shorter part is sorted by a call, so calls nest no deeper than the logarithm of the length.
            if (middle - start < end - middle) {
                sort(values, start, middle);
                start = middle;
            } else {
                sort(values, middle, end);
                end = middle;
            }
        }
        insert(values, start, end);
    }

    /**
     * Moves what is not above the pivot below an index, and what is not below the pivot to the rest. Returns the index.
     */
    private static int partition(long[] values, int from, int to) {
        // Some other value is at least as great as the median and some other no greater, so neither part is empty.
        long pivot = median(values[from], values[(from + to) >>> 1], values[to - 1]);
        int low = from;
        int high = to - 1;
        while (true) {
            while (values[low] < pivot) {
                low++;
            }
            while (values[high] > pivot) {
                high--;
            }
            if (low >= high) {
                return high + 1;
            }
            long value = values[low];
            values[low++] = values[high];
            values[high--] = value;
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    /** Sorts values that are few, or nearly in order. */
    static void insert(long[] values, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long value = values[i];
            int hole = i;
            while (hole > from && values[hole - 1] > value) {
                values[hole] = values[hole - 1];
                hole--;
            }
            values[hole] = value;
        }
    }
}
