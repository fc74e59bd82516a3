package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.HistogramImage;

/** A copy of what a {@link NativeCell} had counted at some moment. Used by one thread at a time. */
public class NativeImage extends HistogramImage {
    final SummedBuckets positive = new SummedBuckets();
    final SummedBuckets negative = new SummedBuckets();
    NativeScale scale;
    long zeros;

    private @Nullable double[] waiting;

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

    /** Where observations are copied to before it is known whether the copy is good. */
    double[] waiting() {
        if (waiting == null) {
            waiting = new double[NativeBuffer.CAPACITY];
        }
        return waiting;
    }

    /**
     * Adds an observation.
     *
     * @param value what was observed
     * @param bucket its classic bucket
     */
    void add(double value, int bucket) {
        sum += value;
        counts[bucket]++;
        double magnitude = Math.abs(value);
        if (magnitude > scale.zeroThreshold()) {
            (value > 0 ? positive : negative).increment(scale.key(NativeIndex.key(magnitude)));
        } else if (magnitude <= scale.zeroThreshold()) {
            zeros++;
        }
    }

    /** Turns the native buckets into those of a coarser scale. */
    void coarsen(NativeScale coarser) {
        if (!coarser.equals(scale)) {
            zeros += positive.coarsen(scale, coarser) + negative.coarsen(scale, coarser);
            scale = coarser;
        }
    }
}
