package dev.fennel.metrics;

import dev.fennel.internal.cells.CellLock;
import dev.fennel.internal.cells.CellProbe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * An instrument whose observations must agree among themselves (count, sum, buckets), kept in cells.
 *
 * <p>A cell is an array of longs; where it {@linkplain #start starts}, it has a try-lock: 0 free, 1 taken. To observe,
 * a thread takes a cell with one compare-and-set (acquire), changes the rest with plain writes, and leaves it with a
 * release store; the next one to take the cell sees all of it. Inside a cell there is no user code, no allocation and
 * nothing that blocks, so a cell is free again after nanoseconds, unless its thread is preempted.
 *
 * <p>There is one cell until a thread finds it taken. Then others are made, up to {@link #MAX_CELLS}, and the first is
 * left to readers: it may lie beside what all threads read, where every write to it would cost them a cache miss. Each
 * of the others has so much padding on both sides that it shares no cache line, wherever the garbage collector puts it.
 * A thread keeps to one of them for as long as it finds it free, and then tries others, so nobody waits for a cell
 * while there is another.
 *
 * <p>A reader takes each cell in turn, and so gets, of each, whole observations only. Cells are never taken away: a
 * thread that still holds an older, shorter array of cells uses cells that every newer array begins with.
 */
abstract sealed class StripedInstrument extends Instrument permits Histogram, Summary {
    private static final int MAX_CELLS =
            2 * ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors());
    private static final VarHandle CELLS;

    static {
        try {
            CELLS = MethodHandles.lookup().findVarHandle(StripedInstrument.class, "cells", long[][].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Without padding, so that a series that one thread uses at a time stays small. */
    private final long[] first;

    /** The padded cells, a power of two of them; null while the first cell is the only one. */
    private volatile long[][] cells;

    StripedInstrument(String[] labelValues, int cellSize) {
        super(labelValues);
        this.first = new long[cellSize];
    }

    /** Takes some cell, which the caller leaves as soon as it can. */
    final long[] enter() {
        long[][] all = cells;
        long[] cell = all == null ? first : all[CellProbe.get() & all.length - 1];
        return CellLock.tryEnter(cell, start(cell)) ? cell : enterAnother();
    }

    /** Where a cell starts: its lock is there, and the rest of it behind. */
    final int start(long[] cell) {
        return cell.length - first.length >> 1;
    }

    /** How many cells there are. */
    final int cellCount() {
        long[][] all = cells;
        return all == null ? 1 : 1 + all.length;
    }

    /** A cell by number, from 0 to {@link #cellCount} - 1, which may have grown since. */
    final long[] cell(int number) {
        return number == 0 ? first : cells[number - 1];
    }

    private long[] enterAnother() {
        for (int attempt = 1; ; attempt++) {
            long[][] all = cells;
            if (all == null || all.length < MAX_CELLS) {
                grow(all);
                all = cells;
            }
            long[] cell = all[CellProbe.advance() & all.length - 1];
            if (CellLock.tryEnter(cell, CellLock.PADDING)) {
                return cell;
            }
            CellLock.pause(attempt);
        }
    }

    private void grow(long[][] known) {
        int kept = known == null ? 0 : known.length;
        long[][] grown = known == null ? new long[2][] : Arrays.copyOf(known, 2 * kept);
        for (int i = kept; i < grown.length; i++) {
            grown[i] = new long[CellLock.PADDING + first.length + CellLock.PADDING];
        }
        CELLS.compareAndSet(this, known, grown);
    }

    private static int ceilingPowerOfTwo(int n) {
        return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
    }
}
