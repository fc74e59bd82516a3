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

    /** That of the generation when the reading began. */
    private NativeScale startScale;

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
        this.startScale = scale;
        this.exemplars = new Exemplar[maxExemplars];
    }

    /** Starts to read. Takes the exemplars before any cell is read, so the cells include their observations. */
    public void start(NativeGeneration generation) {
        exemplarCount = 0;
        SpreadExemplars kept = generation.exemplars();
        for (int i = 0; kept != null && i < kept.size(); i++) {
            exemplars[exemplarCount++] = kept.get(i);
        }
        scale = generation.scale();
        startScale = scale;
        zeroCount = 0;
        positive.clear();
        negative.clear();
    }

    /**
     * Makes the buckets coarser until they are no more than a limit, or there is nothing coarser.
     *
     * @return the scale if this was necessary, or else null
     */
    public @Nullable NativeScale limit(int maxBuckets, double maxZeroThreshold) {
        NativeScale before = scale;
        while (populated() > maxBuckets) {
            NativeScale coarser = coarser(maxZeroThreshold);
            if (coarser == null) {
                break;
            }
            coarsen(coarser);
        }
        return scale == before ? null : scale;
    }

    /** The next step towards fewer buckets; null if there is none. */
    public @Nullable NativeScale coarser(double maxZeroThreshold) {
        NativeScale coarser = scale.coarser(this, maxZeroThreshold);
        return coarser == scale ? null : coarser;
    }

    private void coarsen(NativeScale coarser) {
        zeroCount += positive.coarsen(scale, coarser) + negative.coarsen(scale, coarser);
        scale = coarser;
    }

    /** The scale of the generation when the reading began. */
    public NativeScale startScale() {
        return startScale;
    }

    /** Adds a cell. If its scale is coarser than that of the others, all get the wider buckets of both. */
    public void add(NativeImage cell) {
        NativeScale coarsest = scale.coarsest(cell.scale);
        if (!coarsest.equals(scale)) {
            coarsen(coarsest);
        }
        cell.coarsen(coarsest);
        zeroCount += cell.zeros;
        positive.add(cell.positive);
        negative.add(cell.negative);
    }

    /**
     * Leaves out, after the last cell, exemplars whose bucket is not populated: those of observations that a reset has
     * forgotten before the exemplar was kept.
     */
    public void finish() {
        int kept = 0;
        for (int i = 0; i < exemplarCount; i++) {
            if (isCounted(exemplars[i].value())) {
                exemplars[kept++] = exemplars[i];
            }
        }
        exemplarCount = kept;
    }

    private boolean isCounted(double value) {
        double magnitude = Math.abs(value);
        if (magnitude <= scale.zeroThreshold()) {
            return zeroCount > 0;
        }
        return (value > 0 ? positive : negative).isPopulated(scale.key(NativeIndex.key(magnitude)));
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
