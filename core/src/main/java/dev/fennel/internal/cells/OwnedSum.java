package dev.fennel.internal.cells;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one thread has added to a sum: a part of whole numbers, and one of what is not whole or too large.
 *
 * <p>Each addition is one opaque store, which is done or not, wherever the stack ends or the thread dies. It is enough
 * that a store is whole and is seen at some time: who saw an addition done before a reading sees it in the reading.
 */
class OwnedSum extends OwnedCell {
    private static final VarHandle WHOLE;
    private static final VarHandle FRACTION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WHOLE = lookup.findVarHandle(OwnedSum.class, "whole", long.class);
            FRACTION = lookup.findVarHandle(OwnedSum.class, "fraction", double.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // read by its handle
    private long whole;

    @SuppressWarnings("UnusedVariable") // read by its handle
    private double fraction;

    /** Begins with what the cell had counted that this one takes the place of. */
    final void inherit(OwnedSum former) {
        whole = former.whole();
        fraction = former.fraction();
    }

    /** Adds a whole number below {@link SharedSum#MAX_WHOLE}. Called by the owner. */
    final void add(long amount) {
        long sum = whole() + amount;
        if (SharedSum.isWhole(sum)) {
            WHOLE.setOpaque(this, sum);
        } else {
            add((double) amount);
        }
    }

    /** Adds any number. Called by the owner. */
    final void add(double amount) {
        FRACTION.setOpaque(this, fraction() + amount);
    }

    final long whole() {
        return (long) WHOLE.getOpaque(this);
    }

    final double fraction() {
        return (double) FRACTION.getOpaque(this);
    }

    /** Shares no cache line with what is allocated behind. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    static final class Padded extends OwnedSum {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }
}
