package dev.fennel.internal.cells;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The try-lock of a cell: an element of an array of longs, which is 0 while the cell is free and 1 while it is taken.
 * The elements behind it are the cell's contents.
 *
 * <p>What it relies on:
 *
 * <ol>
 *   <li>The contents are read and written only between entering and leaving, by the thread that entered.
 *   <li>That thread runs no user code there, allocates nothing and does not block.
 *   <li>A thread that has entered leaves, once. The lock is not reentrant: a thread that enters twice waits for itself
 *       for ever.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>One thread at a time is inside: entering is a compare-and-set from 0 to 1.
 *   <li>A thread that enters sees all that those before it wrote inside, although the contents are read and written
 *       plainly: the compare-and-set acquires what the store of 0 in {@link #leave} released. With a plain or opaque
 *       store, a part of the contents could become visible after the lock is free.
 *   <li>{@link #tryEnter} never waits. {@link #enter} waits for as long as others are inside: nanoseconds, unless the
 *       system takes the processor from one of them. It spins, and yields now and then, so that this one may run.
 * </ol>
 *
 * <p>There is no owner and no time limit. If a thread dies inside (its stack ends at the call of {@code leave}, or the
 * JVM throws an error between), the cell stays taken, and all threads that {@code enter} it wait for ever.
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
        // The read spares a taken cell the compare-and-set, which would fetch its cache line for writing.
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
    @SuppressWarnings("ThreadPriorityCheck") // a scheduler that ignores the yield costs time, nothing else
    public static void pause(int attempt) {
        if (attempt % SPINS_BEFORE_YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
