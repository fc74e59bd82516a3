package dev.fennel.internal.cells;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A sum that threads add to by compare-and-set: a part of whole numbers, and one of what is not whole or too large.
 *
 * <p>Each addition changes one part by one atomic operation, or nothing.
 */
class SharedSum {
    private static final VarHandle WHOLE;
    private static final VarHandle FRACTION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WHOLE = lookup.findVarHandle(SharedSum.class, "whole", long.class);
            FRACTION = lookup.findVarHandle(SharedSum.class, "fraction", double.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How large a whole part may become: an instrument has fewer than 128 of them, so their sum does not overflow. */
    static final long MAX_WHOLE = 1L << 56;

    private volatile long whole;
    private volatile double fraction;

    /** How often this was used: about, as threads may count at once. */
    private int uses;

    /** Whether a number can be a whole part. */
    static boolean isWhole(long sum) {
        return sum < MAX_WHOLE && sum > -MAX_WHOLE;
    }

    /** Adds a whole number below {@link #MAX_WHOLE}, unless another thread was faster. */
    final boolean tryAdd(long amount) {
        long seen = whole;
        long sum = seen + amount;
        return isWhole(sum) ? WHOLE.compareAndSet(this, seen, sum) : tryAdd((double) amount);
    }

    /** Adds any number, unless another thread was faster. */
    final boolean tryAdd(double amount) {
        double seen = fraction;
        return FRACTION.compareAndSet(this, seen, seen + amount);
    }

    /** Counts a use that is done. Returns whether it is to be looked at, as by {@link Claims}. */
    final boolean isUseDue() {
        int count = uses + 1;
        uses = count;
        return (count & (Claims.PERIOD - 1)) == 0;
    }

    final long whole() {
        return whole;
    }

    final double fraction() {
        return fraction;
    }

    /** Shares no cache line with what is allocated behind. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    static final class Padded extends SharedSum {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }
}
