package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.buckets.BucketSearch;
import dev.fennel.internal.cells.HistogramCell;
import dev.fennel.model.Desc;
import java.util.Arrays;

/**
 * What all histograms of a Vec share: the Desc, the bucket bounds, the options of native buckets, the sampler of
 * exemplars, and a buffer for reading.
 */
final class HistogramSpec extends ReadingSpec<HistogramReading> {
    /** Strictly increasing, without the {@code +Inf} at the end. */
    private final double[] bounds;

    private final BucketSearch search;

    /** Supplies the exemplars of the buckets; null if the default does. */
    private final @Nullable ExemplarSampler sampler;

    /** Null if there are no native buckets. */
    private final @Nullable NativeOptions nativeOptions;

    /** Null if there are no native buckets. */
    private final @Nullable NativeCells natives;

    HistogramSpec(
            Desc desc, Buckets buckets, @Nullable NativeOptions nativeOptions, @Nullable ExemplarSampler sampler) {
        super(desc);
        this.bounds = buckets.upperBounds();
        this.search = new BucketSearch(bounds);
        this.nativeOptions = nativeOptions;
        this.natives = nativeOptions == null ? null : new NativeCells(this, nativeOptions);
        this.sampler = sampler;
        if (natives != null) {
            giveBack(newReading()); // loaded now, and not at the end of a stack, where buckets may have to be limited
        }
    }

    @Nullable
    ExemplarSampler sampler() {
        return sampler;
    }

    @Nullable
    NativeOptions nativeOptions() {
        return nativeOptions;
    }

    boolean hasNatives() {
        return nativeOptions != null;
    }

    /** What observes and reads; null if there are no native buckets. */
    @Nullable
    NativeCells natives() {
        return natives;
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
        return search.bucketOf(value);
    }

    BucketSearch search() {
        return search;
    }

    /** A first cell, in which nothing was counted. */
    HistogramCell newFirstCell() {
        return nativeOptions == null ? new HistogramCell(bucketCount()) : nativeOptions.newGeneration(bucketCount());
    }

    /** The buckets in words. */
    String layout() {
        return "buckets " + Arrays.toString(bounds) + (nativeOptions == null ? "" : " and " + nativeOptions);
    }

    @Override
    HistogramReading newReading() {
        return new HistogramReading(this);
    }
}
