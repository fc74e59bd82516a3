package dev.fennel.internal.quantiles;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Sorts the runs of quantile windows in time that grows with their length alone, if their values are spread as
 * observations usually are.
 *
 * <p>Each value goes to one of {@value #BUCKETS} buckets of equal width, from the least to the greatest value of a
 * sample; what is beyond goes to the first or the last one. Then the few values within a bucket are put in order. A
 * bucket that got many, since most values are nearly the same or the sample was unlucky, is sorted by
 * {@link Quicksort}, which alone took 28 ns for each of 512 values of log-normal latencies, where this takes 10 (12
 * with 256 buckets or with 2048).
 *
 * <p>For the buckets and the sorted values, threads take spare objects, of 12 KB, of which at most {@value #SPARES} are
 * kept in a JVM. Where two threads want the same one, one of them makes another.
 */
final class BucketSort {
    private static final int LOG_BUCKETS = 10;
    private static final int BUCKETS = 1 << LOG_BUCKETS;
    private static final int SAMPLE = 16;
    private static final int SPARES = 16;

    /** What is shorter is sorted as fast by {@link Quicksort}. */
    private static final int SHORTEST = 128;

    private static final AtomicReferenceArray<BucketSort> SPARE = new AtomicReferenceArray<>(SPARES);

    private final long[] sample = new long[SAMPLE];
    private final int[] ends = new int[BUCKETS];
    private final long[] sorted;

    // The bounds of the sample, and the width of a bucket as an exponent of two.
    private long low;
    private long high;
    private int logWidth;

    private BucketSort(int capacity) {
        sorted = new long[capacity];
    }

    /** Sorts the first values of an array. */
    static void sort(long[] values, int length) {
        if (length < SHORTEST) {
            Quicksort.sort(values, 0, length);
            return;
        }
        int place = (int) Thread.currentThread().getId() & (SPARES - 1);
        BucketSort spare = SPARE.getAndSet(place, null);
        BucketSort sort = spare == null || spare.sorted.length < length ? new BucketSort(values.length) : spare;
        sort.measure(values, length);
        sort.distribute(values, length);
        sort.putInOrder(length);
        System.arraycopy(sort.sorted, 0, values, 0, length);
        SPARE.set(place, sort);
    }

    private void measure(long[] values, int length) {
        for (int i = 0; i < SAMPLE; i++) {
            sample[i] = values[i * (length / SAMPLE)];
        }
        Quicksort.sort(sample, 0, SAMPLE);
        low = sample[0];
        high = sample[SAMPLE - 1];
        logWidth = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(high - low) - LOG_BUCKETS);
    }

    private int bucketOf(long value) {
        return (int) ((Math.min(Math.max(value, low), high) - low) >>> logWidth);
    }

    private void distribute(long[] values, int length) {
        Arrays.fill(ends, 0);
        for (int i = 0; i < length; i++) {
            ends[bucketOf(values[i])]++;
        }
        int start = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            int count = ends[bucket];
            ends[bucket] = start; // until it is filled
            start += count;
        }
        for (int i = 0; i < length; i++) {
            sorted[ends[bucketOf(values[i])]++] = values[i];
        }
    }

    private void putInOrder(int length) {
        int start = 0;
        for (int end : ends) {
            if (end - start > Quicksort.INSERTED) {
                Quicksort.sort(sorted, start, end);
            }
            start = end;
        }
        Quicksort.insert(sorted, 0, length);
    }
}
