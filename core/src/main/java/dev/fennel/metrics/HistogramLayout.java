package dev.fennel.metrics;

import dev.fennel.model.Desc;
import java.util.concurrent.atomic.AtomicReference;

/** What all histograms of a Vec share: the Desc, the bucket bounds, what gives exemplars, and a buffer for reading. */
final class HistogramLayout {
    /** Up to this many bounds, looking at one after the other is faster than halving. */
    private static final int LINEAR_SEARCH_BOUNDS = 32;

    private final Desc desc;

    /** Strictly increasing, without the {@code +Inf} at the end. */
    private final double[] bounds;

    /** Gives the buckets their exemplars; null if that is up to the default. */
    private final ExemplarSampler sampler;

    private final AtomicReference<HistogramReading> spare = new AtomicReference<>();

    HistogramLayout(Desc desc, Buckets buckets) {
        this(desc, buckets, null);
    }

    HistogramLayout(Desc desc, Buckets buckets, ExemplarSampler sampler) {
        this.desc = desc;
        this.bounds = buckets.upperBounds();
        this.sampler = sampler;
    }

    Desc desc() {
        return desc;
    }

    ExemplarSampler sampler() {
        return sampler;
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
            int middle = low + high >>> 1;
            if (value <= bounds[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Lends a buffer to read into; a second reader at the same time gets a new one. */
    HistogramReading borrow() {
        HistogramReading reading = spare.getAndSet(null);
        return reading != null ? reading : new HistogramReading(this);
    }

    void giveBack(HistogramReading reading) {
        spare.set(reading);
    }
}
