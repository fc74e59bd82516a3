package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.lang.invoke.VarHandle;

/**
 * A cell of a summary: the sum and the number of the observations, and the last ones themselves, which wait for being
 * carried to the quantile window.
 *
 * <p>The waiting observations are all of one age bucket. Sum and count are of all observations that there ever were, so
 * they do not change when the waiting ones are carried away.
 */
public class SummaryCell extends Cell<SummaryImage> {
    /** How many observations can wait. */
    public static final int CAPACITY = 64;

    /** What became of an attempt to observe. */
    public enum Outcome {
        /** Another thread is inside. */
        BUSY,
        /** Nothing is counted: the waiting observations are as many as can be, or of another age bucket. */
        TO_BE_EMPTIED,
        /** Counted. */
        COUNTED,
        /** Counted, and no other can be. */
        FILLED
    }

    static {
        // Initializes the outcomes and loads further cells, which must not happen at the end of a stack.
        SummaryCell cell = new SummaryCell(false);
        cell.tryCount(0);
        Cells.pick(cell, 1);
    }

    /** As they are sorted; null if there are no quantiles. */
    private final @Nullable long[] values;

    private double sum;
    private long count;
    private int waiting;

    /** How many of the waiting observations are in the window already. Guarded by the lock of the window. */
    private int carried;

    /** When the age bucket of the waiting observations began. */
    private long bucketStart;

    // The note: what the change under way began with.
    private double noteSum;
    private long noteCount;
    private int noteWaiting;

    /**
     * An empty cell.
     *
     * @param keepsValues whether there are quantiles
     */
    public SummaryCell(boolean keepsValues) {
        this(keepsValues, 0);
    }

    private SummaryCell(boolean keepsValues, int padding) {
        values = keepsValues ? new long[CAPACITY + padding] : null;
    }

    @Override
    protected Cell<SummaryImage> padded() {
        return new Padded(values != null);
    }

    /**
     * Counts an observation that has no part in quantiles, unless another thread is inside.
     *
     * @param value what was observed
     * @return whether it is counted now
     */
    public final boolean tryCount(double value) {
        return tryObserve(value, false, 0, 0, 1) != Outcome.BUSY;
    }

    /**
     * Counts an observation that waits for the window, if there is room for it and no other thread is inside.
     *
     * @param value what was observed
     * @param sortable the same as it is sorted
     * @param now when it was observed
     * @param bucketNanos how long an age bucket is
     * @return what became of it
     */
    public final Outcome tryObserve(double value, long sortable, long now, long bucketNanos) {
        return tryObserve(value, true, sortable, now, bucketNanos);
    }

    @SuppressWarnings("NullAway") // nothing waits in a cell that keeps no values
    private Outcome tryObserve(double value, boolean waits, long sortable, long now, long bucketNanos) {
        long before = tryEnter();
        if (before == TAKEN) {
            return Outcome.BUSY;
        }
        try {
            VarHandle.storeStoreFence();
            int found = waiting;
            if (waits && !hasRoom(found, now - bucketStart, bucketNanos)) {
                leave(before);
                return Outcome.TO_BE_EMPTIED;
            }
            noteSum = sum;
            noteCount = count;
            noteWaiting = found;
            startChange(before);
            sum = noteSum + value;
            count = noteCount + 1;
            if (waits) {
                if (found == 0) {
                    bucketStart = now - now % bucketNanos;
                }
                values[found] = sortable;
                waiting = found + 1;
            }
            leave(before);
            return waits && found + 1 == CAPACITY ? Outcome.FILLED : Outcome.COUNTED;
        } catch (Throwable t) {
            if (state == before + CHANGING) {
                sum = noteSum;
                count = noteCount;
                waiting = noteWaiting;
            }
            if (state < before + STAY) {
                state = before + STAY;
            }
            throw t;
        }
    }

    /** Whether an observation of a time since the start of the age bucket can wait with those that there are. */
    private static boolean hasRoom(int waiting, long sinceStart, long bucketNanos) {
        return waiting == 0 || (waiting < CAPACITY && sinceStart >= 0 && sinceStart < bucketNanos);
    }

    /** How many of the waiting observations are in the window already. The caller has the lock of the window. */
    public final int carried() {
        return carried;
    }

    /** Notes that so many of the waiting observations are in the window. The caller has its lock. */
    public final void carried(int number) {
        carried = number;
    }

    /**
     * Lets no observation wait any more if all of them are in the window, unless another thread is inside. The caller
     * has the lock of the window.
     */
    public final void tryEmpty() {
        long before = tryEnter();
        if (before == TAKEN) {
            return;
        }
        try {
            if (waiting == carried) {
                // Both are read under the lock of the window only.
                carried = 0;
                waiting = 0;
            }
            leave(before);
        } catch (Throwable t) {
            if (state < before + STAY) {
                state = before + STAY;
            }
            throw t;
        }
    }

    @Override
    protected final void copy(SummaryImage image) {
        image.sum = sum;
        image.count = count;
        image.waiting = waiting;
        image.bucketStart = bucketStart;
        if (values != null) {
            System.arraycopy(values, 0, image.values, 0, CAPACITY);
        }
    }

    @Override
    protected final void takeBack(SummaryImage image) {
        image.sum = noteSum;
        image.count = noteCount;
        image.waiting = noteWaiting;
    }

    /** Has the padding behind the fields that threads contend for. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    private static final class Padded extends SummaryCell {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

        Padded(boolean keepsValues) {
            super(keepsValues, HistogramCell.PADDING);
        }
    }
}
