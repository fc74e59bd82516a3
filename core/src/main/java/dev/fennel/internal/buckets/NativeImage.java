package dev.fennel.internal.buckets;

import dev.fennel.internal.cells.HistogramImage;

/** A copy of what a {@link NativeCell} had counted at some moment. Used by one thread at a time. */
public final class NativeImage extends HistogramImage {
    final SummedBuckets positive = new SummedBuckets();
    final SummedBuckets negative = new SummedBuckets();
    NativeScale scale;
    long zeros;

    /**
     * An empty image.
     *
     * @param bucketCount the number of classic buckets
     * @param scale the scale until it is first filled
     */
    public NativeImage(int bucketCount, NativeScale scale) {
        super(bucketCount);
        this.scale = scale;
    }

    /** Turns the native buckets into those of a coarser scale. */
    void coarsen(NativeScale coarser) {
        if (!coarser.equals(scale)) {
            zeros += positive.coarsen(scale, coarser) + negative.coarsen(scale, coarser);
            scale = coarser;
        }
    }
}
