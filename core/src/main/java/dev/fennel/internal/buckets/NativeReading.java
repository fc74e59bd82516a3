package dev.fennel.internal.buckets;

import dev.fennel.model.Exemplar;
import dev.fennel.model.NativeBuckets;

/** The native part of a histogram's value as it was read: a buffer that is filled cell by cell. */
public final class NativeReading implements NativeBuckets {
    private final SummedBuckets positive = new SummedBuckets();
    private final SummedBuckets negative = new SummedBuckets();
    private final Exemplar[] exemplars;
    private NativeScale scale;
    private long zeroCount;
    private int exemplarCount;

    public NativeReading(int maxExemplars) {
        this.exemplars = new Exemplar[maxExemplars];
    }

    /** Starts to read: makes room for the counts of all cells, so that nothing is allocated while one is taken. */
    public void start(NativeScale newScale, NativeCounts[] cells, SpreadExemplars kept) {
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

    public void add(long zeros, NativeCounts cell) {
        zeroCount += zeros;
        positive.add(cell.positive());
        negative.add(cell.negative());
    }

    /** Leaves out what is not populated, after the last cell. */
    public void finish() {
        positive.finish();
        negative.finish();
    }

    /** How many buckets are populated, not counting the zero bucket. */
    public int populated() {
        return positive.size() + negative.size();
    }

    /** The key of the bucket nearest to zero; there is one. */
    public int smallestKey() {
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
