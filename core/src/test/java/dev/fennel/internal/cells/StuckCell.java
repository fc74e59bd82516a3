package dev.fennel.internal.cells;

/** A cell in which a thread can be stopped for ever in the middle of an observation. */
public final class StuckCell extends HistogramCell {
    public StuckCell(int bucketCount) {
        super(bucketCount);
    }

    /** Has somebody inside who has changed the sum and a count, and never comes back. */
    public void enterForEver() {
        long before = tryEnter();
        noteBucket = 0;
        noteCount = counts[0];
        noteSum = sum;
        startChange(before);
        sum += 1_000;
        counts[0]++;
    }
}
