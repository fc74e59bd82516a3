package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.NativeBuckets;

/**
 * The native buckets of a histogram as they were read: a buffer that is filled cell by cell. Used by one thread at a
 * time.
 */
public final class NativeReading implements NativeBuckets {
    private final SummedBuckets positive = new SummedBuckets();
    private final SummedBuckets negative = new SummedBuckets();
    private final Exemplar[] exemplars;
    private NativeScale scale;
    private long zeroCount;
    private int exemplarCount;

    /**
     * An empty buffer.
     *
     * @param scale the scale until it is first filled
     * @param maxExemplars how many exemplars it has room for
     */
    public NativeReading(NativeScale scale, int maxExemplars) {
        this.scale = scale;
        this.exemplars = new Exemplar[maxExemplars];
    }

    /**
     * Starts to read: makes room for the counts of all cells, so that nothing is allocated while one is taken.
     *
     * @param newScale the scale of all cells
     * @param cells the counts that cells have, to be added one by one
     * @param kept the exemplars, or null if there are none
     */
    public void start(NativeScale newScale, NativeCounts[] cells, @Nullable SpreadExemplars kept) {
        scale = newScale;
        zeroCount = 0;
        positive.start();
        negative.start();
        for (NativeCounts cell : cells) {
            positive.cover(cell.positive());
            negative.cover(cell.negative());
        }
        positive.makeRoom();
        negative.makeRoom();
        exemplarCount = kept == null ? 0 : kept.copyTo(exemplars);
    }

    /** Adds the count of a cell's zero bucket and the counts of its other buckets. */
    public void add(long zeros, NativeCounts cell) {
        zeroCount += zeros;
        positive.add(cell.positive());
        negative.add(cell.negative());
    }

    /** Leaves out the buckets that are not populated, after the last cell. */
    public void finish() {
        positive.finish();
        negative.finish();
    }

    /** How many buckets are populated, not counting the zero bucket. */
    public int populated() {
        return positive.size() + negative.size();
    }

    /** The key of the populated bucket nearest to zero. There must be one. */
    int smallestKey() {
        int above = positive.size() == 0 ? Integer.MAX_VALUE : positive.key(0);
        int below = negative.size() == 0 ? Integer.MAX_VALUE : negative.key(0);
        return Math.min(above, below);
    }

    @Override
    public int schema() {
        return scale.schema();
    }

    @Override
    public double zeroThreshold() {
        return scale.zeroThreshold();
    }

    @Override
    public long zeroCount() {
        return zeroCount;
    }

    @Override
    public SummedBuckets positive() {
        return positive;
    }

    @Override
    public SummedBuckets negative() {
        return negative;
    }

    @Override
    public int exemplarCount() {
        return exemplarCount;
    }

    @Override
    public Exemplar exemplar(int index) {
        return exemplars[index];
    }
}
