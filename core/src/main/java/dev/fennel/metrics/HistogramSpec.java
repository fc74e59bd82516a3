package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;

/**
 * What all histograms of a Vec share: the Desc, the bucket bounds, the options of native buckets, the sampler of
 * exemplars, the places in a cell, and a buffer for reading.
 */
final class HistogramSpec extends StripedInstrument.Spec<HistogramReading> {
    // A cell, from its start: the lock, the bits of the sum, then a count for each bucket. With native buckets, these
    // are followed by the count of the zero bucket and the slot, which NativeCells explains.
    static final int SUM = 1;
    static final int COUNTS = 2;

    /** Up to this many bounds, comparing with one after the other is faster than halving. */
    private static final int LINEAR_SEARCH_BOUNDS = 32;

    /** Strictly increasing, without the {@code +Inf} at the end. */
    private final double[] bounds;

    /** Supplies the exemplars of the buckets; null if the default does. */
    private final @Nullable ExemplarSampler sampler;

    /** Null if there are no native buckets. */
    private final @Nullable NativeOptions nativeOptions;

    HistogramSpec(
            Desc desc, Buckets buckets, @Nullable NativeOptions nativeOptions, @Nullable ExemplarSampler sampler) {
        super(desc);
        this.bounds = buckets.upperBounds();
        this.nativeOptions = nativeOptions;
        this.sampler = sampler;
    }

    @Nullable
    ExemplarSampler sampler() {
        return sampler;
    }

    @Nullable
    NativeOptions nativeOptions() {
        return nativeOptions;
    }

    /** Where in a cell the count of the zero bucket is, if there are native buckets. */
    int zeroIndex() {
        return COUNTS + bucketCount();
    }

    /** Where in a cell its slot is, if there are native buckets. */
    int slotIndex() {
        return zeroIndex() + 1;
    }

    /** The length of a cell. */
    int cellSize() {
        return nativeOptions == null ? COUNTS + bucketCount() : slotIndex() + 1;
    }

    /** The number of buckets, the one for {@code +Inf} included. */
    int bucketCount() {
        return bounds.length + 1;
    }

    double upperBound(int bucket) {
        return bucket < bounds.length ? bounds[bucket] : Double.POSITIVE_INFINITY;
    }

    /** The first bucket whose upper bound is at least the value; NaN goes to the last. */
    int bucketOf(double value) {
        return bounds.length <= LINEAR_SEARCH_BOUNDS ? oneByOne(bounds, value) : halving(bounds, value);
    }

    private static int oneByOne(double[] bounds, double value) {
        int bucket = 0;
        while (bucket < bounds.length && !(value <= bounds[bucket])) {
            bucket++;
        }
        return bucket;
    }

    private static int halving(double[] bounds, double value) {
        int low = 0;
        int high = bounds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value <= bounds[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Counts a value in a cell that is taken, and in a classic bucket of it. */
    static void count(long[] cell, int start, double value, int bucket) {
        cell[start + SUM] = Double.doubleToRawLongBits(Double.longBitsToDouble(cell[start + SUM]) + value);
        cell[start + COUNTS + bucket]++;
    }

    @Override
    HistogramReading newReading() {
        return new HistogramReading(this);
    }
}
