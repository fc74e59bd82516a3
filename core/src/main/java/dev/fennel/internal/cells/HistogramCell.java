package dev.fennel.internal.cells;

import java.lang.invoke.VarHandle;

/**
 * A cell of a histogram: the sum of the observations, and how many there were in each classic bucket. The note makes
 * each series 24 bytes larger; without it, a reading would have to wait for a thread that lost its processor inside.
 */
public class HistogramCell extends Cell<HistogramImage> {
    /** Unused elements behind what threads contend for: two cache lines, as they are fetched in pairs. */
    public static final int PADDING = 16;

    static {
        // The first call of each operation is linked, which takes far more stack than later ones.
        HistogramCell cell = new HistogramCell(1);
        Cells.pick(cell, 1);
        OwnedPair.rehearse(cell, new HistogramImage(1));
    }

    /** For each bucket, then padding if there is any. */
    protected final long[] counts;

    protected double sum;

    // The note: the bucket that changes, and what its count and the sum were.
    protected int noteBucket;
    protected long noteCount;
    protected double noteSum;

    /**
     * An empty cell.
     *
     * @param bucketCount the number of buckets
     */
    public HistogramCell(int bucketCount) {
        this(bucketCount, 0);
    }

    /**
     * An empty cell.
     *
     * @param bucketCount the number of buckets
     * @param padding the number of unused elements behind the counts
     */
    protected HistogramCell(int bucketCount, int padding) {
        counts = new long[bucketCount + padding];
    }

    @Override
    protected Cell<HistogramImage> padded() {
        return new Padded(counts.length);
    }

    /** A free cell with nothing counted, as a half of an {@link OwnedPair}. */
    HistogramCell half() {
        return new HistogramCell(counts.length);
    }

    /** How many threads may own halves. */
    final int mostOwners() {
        // Both halves and the pair itself.
        return OwnedCell.mostOwners(2 * (8 * counts.length + 72) + 176);
    }

    /**
     * Counts an observation. Called by the owner of this cell.
     *
     * @param value what was observed
     * @param bucket its bucket
     */
    public final void count(double value, int bucket) {
        long before = enterOwn();
        double sumBefore = sum;
        long countBefore = counts[bucket];
        VarHandle.storeStoreFence();
        noteBucket = bucket;
        noteCount = countBefore;
        noteSum = sumBefore;
        startChange(before);
        sum = sumBefore + value;
        counts[bucket] = countBefore + 1;
        leave(before);
    }

    /**
     * Begins a stay of the owner of a {@linkplain OwnedPair half}. If the owner was thrown out of the last stay, this
     * takes back what was changed. It is not counted, as its caller got the error.
     *
     * @return the state before
     */
    final long enterOwn() {
        long seen = state;
        if ((seen & PHASE) == 0) {
            return seen;
        }
        putBack();
        long settled = seen - CHANGING + STAY;
        state = settled;
        return settled;
    }

    /** Puts back what the note says. */
    void putBack() {
        sum = noteSum;
        counts[noteBucket] = noteCount;
    }

    /**
     * Counts an observation, unless another thread is inside.
     *
     * @param value what was observed
     * @param bucket its bucket
     * @return whether it is counted now
     */
    public final boolean tryCount(double value, int bucket) {
        long before = tryEnter();
        if (before == TAKEN) {
            return false;
        }
        try {
            VarHandle.storeStoreFence();
            double sumBefore = sum;
            long countBefore = counts[bucket];
            noteBucket = bucket;
            noteCount = countBefore;
            noteSum = sumBefore;
            startChange(before);
            sum = sumBefore + value;
            counts[bucket] = countBefore + 1;
            leave(before);
            return true;
        } catch (Throwable t) {
            if (state == before + CHANGING) {
                sum = noteSum;
                counts[noteBucket] = noteCount;
            }
            if (state < before + STAY) {
                state = before + STAY;
            }
            throw t;
        }
    }

    @Override
    protected void copy(HistogramImage image) {
        image.sum = sum;
        System.arraycopy(counts, 0, image.counts, 0, image.counts.length);
    }

    @Override
    protected void takeBack(HistogramImage image) {
        image.sum = noteSum;
        image.counts[noteBucket] = noteCount;
    }

    /** Has the padding behind the fields that threads contend for. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    private static final class Padded extends HistogramCell {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

        Padded(int bucketCount) {
            super(bucketCount, PADDING);
        }
    }
}
