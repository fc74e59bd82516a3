package dev.fennel.internal.cells;

/** A cell that runs something once, right after it was copied for the first time. */
public final class OvertakenCell extends HistogramCell {
    private Runnable overtaking;

    public OvertakenCell(int bucketCount, Runnable overtaking) {
        super(bucketCount);
        this.overtaking = overtaking;
    }

    @Override
    protected void copy(HistogramImage image) {
        super.copy(image);
        Runnable once = overtaking;
        overtaking = () -> {};
        once.run();
    }
}
