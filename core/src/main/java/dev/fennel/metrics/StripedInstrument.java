package dev.fennel.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * An instrument whose observations must agree among themselves (count, sum, buckets), kept in cells.
 *
 * <p>A cell is an array of longs whose first element is a try-lock: 0 free, 1 taken. To observe, a thread takes a cell
 * with one compare-and-set (acquire), changes the rest with plain writes, and leaves it with a release store; the next
 * one to take the cell sees all of it. Nobody waits for a cell while there is another: a thread that finds its cell
 * taken tries the next, and has more made, up to {@link #MAX_CELLS}. So an instrument that one thread uses at a time
 * stays at one cell. Inside a cell there is no user code, no allocation and nothing that blocks, so a cell is free
 * again after nanoseconds, unless its thread is preempted, which is what the other cells are for.
 *
 * <p>A reader takes each cell in turn, and so gets, of each, whole observations only. Cells are never taken away: a
 * thread that still holds an older, shorter array of cells uses cells that every newer array begins with.
 *
 * <p>Cells other than the first end in unused elements, so that two of them never share a cache line, wherever the
 * garbage collector puts them.
 */
abstract sealed class StripedInstrument extends Instrument permits Histogram, Summary {
    /** Unused elements at the end of a cell that others contend for: two cache lines, as they are fetched in pairs. */
    static final int PADDING = 16;

    private static final int MAX_CELLS = 2 * ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors());
    private static final int SPINS_BEFORE_YIELD = 64;
    private static final VarHandle LOCK = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle CELLS;

    static {
        try {
            CELLS = MethodHandles.lookup().findVarHandle(StripedInstrument.class, "cells", long[][].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] first;

    /** Null while the first cell is the only one; otherwise a power of two of cells that begins with it. */
    private volatile long[][] cells;

    StripedInstrument(String[] labelValues, int cellSize) {
        super(labelValues);
        this.first = new long[cellSize];
    }

    /** Takes some cell, which the caller leaves as soon as it can. */
    final long[] enter() {
        long[][] all = cells;
        long[] cell = all == null ? first : all[index(all.length, 0)];
        return tryEnter(cell) ? cell : enterAnother();
    }

    /** Takes a given cell, however long it takes; for readers. */
    static void enter(long[] cell) {
        for (int spins = 1; !tryEnter(cell); spins++) {
            pause(spins);
        }
    }

    static void leave(long[] cell) {
        LOCK.setRelease(cell, 0, 0L);
    }

    static boolean tryEnter(long[] cell) {
        return (long) LOCK.getOpaque(cell, 0) == 0 && LOCK.compareAndSet(cell, 0, 0L, 1L);
    }

    /** How many cells there are. */
    final int cellCount() {
        long[][] all = cells;
        return all == null ? 1 : all.length;
    }

    /** A cell by number, from 0 to {@link #cellCount} - 1, which may have grown since. */
    final long[] cell(int number) {
        return number == 0 ? first : cells[number];
    }

    private long[] enterAnother() {
        for (int attempt = 1; ; attempt++) {
            long[][] all = cells;
            if (all == null || all.length < MAX_CELLS) {
                grow(all);
                all = cells;
            }
            long[] cell = all[index(all.length, attempt)];
            if (tryEnter(cell)) {
                return cell;
            }
            pause(attempt);
        }
    }

    /** Neighbouring thread ids, as a pool gives them, fall on different cells. */
    private static int index(int length, int attempt) {
        return (int) Thread.currentThread().getId() + attempt & length - 1;
    }

    private void grow(long[][] known) {
        long[][] grown = known == null ? new long[][] {first, null} : Arrays.copyOf(known, 2 * known.length);
        for (int i = grown.length / 2; i < grown.length; i++) {
            grown[i] = new long[first.length + PADDING];
        }
        CELLS.compareAndSet(this, known, grown);
    }

    private static void pause(int spins) {
        if (spins % SPINS_BEFORE_YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private static int ceilingPowerOfTwo(int n) {
        return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
    }
}
