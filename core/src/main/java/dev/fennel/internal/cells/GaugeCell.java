package dev.fennel.internal.cells;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A part of a {@link GaugeSum}: what one thread at a time has added, and what that was when the last epoch ended.
 *
 * <p>The thread is the owner, or has entered as {@link Cell} describes. There are these differences:
 *
 * <ol>
 *   <li>Each addition is one store, to {@code sum}. Only what that rounds off is stored behind it, so that sums stay
 *       exact where threads add and take away without end. A reading collects both until they are twice the same, so it
 *       may miss the rounding of the last addition in a cell, no more: additions that have found an ended epoch come to
 *       an end. Collected once, sums of 6 and 10<sup>17</sup> were read as -6 and 12.
 *   <li>So a thread announces no change, and a reading never waits. It copies the contents beside the thread, and finds
 *       out by the epoch what they are. While the thread moves on to another epoch, the complement of the last one is
 *       there; a thread that dies in between leaves what it had, and the next one moves on anew.
 *   <li>A stay ends by an assignment and not by a call: the stack cannot end between the addition and that. An addition
 *       that throws is not done.
 * </ol>
 */
class GaugeCell extends Cell<GaugeImage> {
    private static final VarHandle EPOCH;
    private static final VarHandle SUM;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EPOCH = lookup.findVarHandle(GaugeCell.class, "epoch", long.class);
            SUM = lookup.findVarHandle(GaugeCell.class, "sum", double.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** That of the last addition, or its complement. */
    private long epoch;

    private double sum;

    /** What rounding took from the sum. */
    private double lost;

    // What there was before the first addition of this epoch.
    private double earlierSum;
    private double earlierLost;

    @Override
    protected GaugeCell padded() {
        return new Padded();
    }

    /** Begins with a value, before any other thread looks here. */
    final void start(double value) {
        sum = value;
    }

    /**
     * Adds an amount. Called by the owner, or inside.
     *
     * @param now the present epoch, which the caller has read after it came here
     */
    final void add(double amount, long now) {
        if (epoch != now) {
            moveOn(now);
        }
        double before = sum;
        double next = before + amount;
        double nextLost = lost + roundedOff(before, amount, next);
        SUM.setRelease(this, next);
        try {
            VarHandle.storeStoreFence(); // no reading has the rounding without the sum
        } catch (StackOverflowError e) {
            // The amount is added.
        }
        lost = nextLost;
    }

    /** What is missing in a sum of two doubles (Knuth's TwoSum); 0 if one of them is infinite or NaN. */
    static double roundedOff(double augend, double addend, double sum) {
        double added = sum - augend;
        double missing = (augend - (sum - added)) + (addend - added);
        return Math.abs(missing) <= Double.MAX_VALUE ? missing : 0;
    }

    private void moveOn(long now) {
        EPOCH.setRelease(this, ~last(epoch));
        VarHandle.storeStoreFence();
        keepEarlier();
        EPOCH.setRelease(this, now);
    }

    /** Keeps what there is before the first addition of an epoch. */
    void keepEarlier() {
        earlierSum = sum;
        earlierLost = lost;
    }

    private static long last(long seen) {
        return seen < 0 ? ~seen : seen;
    }

    /**
     * Adds an amount, unless another thread is inside.
     *
     * @return whether it is added now
     */
    final boolean tryAdd(double amount, GaugeSum epochs) {
        long before = tryEnter();
        if (before == TAKEN) {
            return false;
        }
        try {
            add(amount, epochs.epoch());
        } catch (Throwable t) {
            state = before + STAY;
            throw t;
        }
        state = before + STAY;
        return true;
    }

    @Override
    protected void copy(GaugeImage image) {
        while (true) {
            double seenSum = seenSum();
            double seenLost = lost;
            VarHandle.loadLoadFence();
            boolean isPair = isSame(seenSum(), seenSum) && isSame(lost, seenLost);
            VarHandle.loadLoadFence();
            long seen = seenEpoch();
            if (last(seen) > image.cut) {
                copyEarlier(image, seen);
                return;
            }
            if (isPair) {
                image.add(seenSum, seenLost);
                return;
            }
        }
    }

    /** What a reading finds beside the thread that adds. */
    double seenSum() {
        return (double) SUM.getAcquire(this);
    }

    /** That of the last addition, or its complement, as a reading finds it. */
    long seenEpoch() {
        return (long) EPOCH.getAcquire(this);
    }

    private static boolean isSame(double one, double other) {
        return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }

    private void copyEarlier(GaugeImage image, long seen) {
        double seenSum = earlierSum;
        double seenLost = earlierLost;
        VarHandle.acquireFence();
        if (seen == image.cut + 1 && (long) EPOCH.getOpaque(this) == seen) {
            image.add(seenSum, seenLost);
        } else {
            image.isPassed = true;
        }
    }

    /** Does nothing, as no change is ever announced. */
    @Override
    protected void takeBack(GaugeImage image) {}

    /** Shares no cache line with what is allocated behind. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    private static final class Padded extends GaugeCell {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }
}
