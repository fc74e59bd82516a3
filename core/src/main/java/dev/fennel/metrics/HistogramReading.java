package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.buckets.NativeImage;
import dev.fennel.internal.buckets.NativeReading;
import dev.fennel.internal.cells.HistogramImage;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import java.util.Arrays;

/** A histogram's value as it was read: a buffer that is filled cell by cell. Used by one thread at a time. */
class HistogramReading implements HistogramValue {
    private final HistogramSpec spec;

    /** The cell that is read at the moment. */
    private final HistogramImage image;

    private final long[] cumulativeCounts;
    private final Exemplar[] exemplars;
    private double sum;
    private long createdMillis;

    /** Null if there are no native buckets. */
    private final @Nullable NativeReading natives;

    HistogramReading(HistogramSpec spec) {
        this.spec = spec;
        this.cumulativeCounts = new long[spec.bucketCount()];
        this.exemplars = new Exemplar[spec.bucketCount()];
        NativeOptions options = spec.nativeOptions();
        if (options == null) {
            this.image = new HistogramImage(spec.bucketCount());
            this.natives = null;
        } else {
            this.image = new NativeImage(spec.bucketCount(), options.scale());
            this.natives = new NativeReading(options.scale(), options.maxExemplars());
        }
    }

    void clearExemplars() {
        Arrays.fill(exemplars, null);
    }

    void start(long created) {
        createdMillis = created;
        sum = 0;
        Arrays.fill(cumulativeCounts, 0);
    }

    void exemplar(int bucket, @Nullable Exemplar exemplar) {
        exemplars[bucket] = exemplar;
    }

    /** Where to copy a cell to, before it is added. */
    HistogramImage image() {
        return image;
    }

    /** Adds the cell that was copied. */
    void addImage() {
        sum += image.sum;
        for (int i = 0; i < cumulativeCounts.length; i++) {
            cumulativeCounts[i] += image.counts[i];
        }
        if (natives != null) {
            natives.add((NativeImage) image);
        }
    }

    /**
     * Makes the counts cumulative, after the last cell, and leaves out exemplars of buckets with no observation, which
     * were observed before a reset and kept after it.
     */
    void finish() {
        for (int i = 0; i < cumulativeCounts.length; i++) {
            if (cumulativeCounts[i] == 0) {
                exemplars[i] = null;
            }
        }
        for (int i = 1; i < cumulativeCounts.length; i++) {
            cumulativeCounts[i] += cumulativeCounts[i - 1];
        }
    }

    @Override
    public long count() {
        return cumulativeCounts[cumulativeCounts.length - 1];
    }

    @Override
    public double sum() {
        return sum;
    }

    @Override
    public int bucketCount() {
        return cumulativeCounts.length;
    }

    @Override
    public double upperBound(int index) {
        return spec.upperBound(index);
    }

    @Override
    public long cumulativeCount(int index) {
        return cumulativeCounts[index];
    }

    @Override
    public @Nullable Exemplar exemplar(int index) {
        return exemplars[index];
    }

    @Override
    public long createdMillis() {
        return createdMillis;
    }

    @Override
    public @Nullable NativeReading nativeBuckets() {
        return natives;
    }
}
