package dev.fennel.internal.cells;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The try-lock of a cell: an element of an array of longs, which is 0 while the cell is free and 1 while it is taken.
 *
 * <p>Taking a cell is one compare-and-set (acquire), leaving it one release store, so the next thread to take the cell
 * sees all that the last one wrote in it by plain stores. Whoever has taken a cell runs no user code, allocates nothing
 * and does not block, so a cell is free again after nanoseconds, unless its thread is preempted.
 */
public final class CellLock {
    /** Unused elements on both sides of what threads contend for: two cache lines, as they are fetched in pairs. */
    public static final int PADDING = 16;

    private static final int SPINS_BEFORE_YIELD = 64;
    private static final VarHandle LOCK = MethodHandles.arrayElementVarHandle(long[].class);

    private CellLock() {}

    /**
     * Takes a cell if it is free.
     *
     * @param cell the array that holds the cell
     * @param start the index of the lock
     * @return whether the caller has the cell now
     */
    public static boolean tryEnter(long[] cell, int start) {
        return (long) LOCK.getOpaque(cell, start) == 0 && LOCK.compareAndSet(cell, start, 0L, 1L);
    }

    /**
     * Takes a cell, however long it takes.
     *
     * @param cell the array that holds the cell
     * @param start the index of the lock
     */
    public static void enter(long[] cell, int start) {
        for (int attempt = 1; !tryEnter(cell, start); attempt++) {
            pause(attempt);
        }
    }

    /**
     * Leaves a cell that the caller has taken.
     *
     * @param cell the array that holds the cell
     * @param start the index of the lock
     */
    public static void leave(long[] cell, int start) {
        LOCK.setRelease(cell, start, 0L);
    }

    /**
     * Waits a moment before another attempt to take a cell: spins, and now and then lets other threads run.
     *
     * @param attempt how many attempts have failed
     */
    public static void pause(int attempt) {
        if (attempt % SPINS_BEFORE_YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
