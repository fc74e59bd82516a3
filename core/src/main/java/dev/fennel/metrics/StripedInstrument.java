package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.CellLock;
import dev.fennel.internal.cells.PaddedCells;
import dev.fennel.model.Desc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An instrument whose observations must agree among themselves (count, sum, buckets), kept in cells.
 *
 * <p>A cell is a stretch of an array of longs; at its {@linkplain #start start} is its {@linkplain CellLock lock}.
 * There is one cell until a thread finds it taken. Then others are made, with {@linkplain PaddedCells padding}, and
 * observers leave the first one alone: it may lie beside what all threads read, where every write to it would cost them
 * a cache miss.
 *
 * <p>This is what the protocol relies on:
 *
 * <ol>
 *   <li>An observer changes one cell, and only between taking it and leaving it. It changes all that an observation
 *       changes there.
 *   <li>A reader takes each cell in turn, the first one included.
 *   <li>Cells are never taken away. A longer array of cells begins with those of the shorter one that it replaces, by a
 *       compare-and-set of a volatile field.
 *   <li>Inside a cell there is no user code, no allocation and nothing that blocks.
 * </ol>
 *
 * <p>This is what follows:
 *
 * <ol>
 *   <li>A reader gets whole observations only, of each cell all that were made before it came there: by 1 and 2, and
 *       because the lock orders memory.
 *   <li>An observation that has ended before a reading begins is in that reading. By 3, this is true also if the
 *       observer had seen a shorter array of cells. If cells moved when their number grows, it would be lost.
 *   <li>Observers do not wait for each other while there is a free cell; a reader waits for the observer that it finds
 *       in a cell, usually for nanoseconds, by 4. If the system has taken the processor from that observer, the reader
 *       waits until it gets one again.
 * </ol>
 *
 * <p>A thread that ends inside a cell leaves it taken: observers go to others, but each reader waits there for ever. By
 * 4, only a stack that ends at a call inside, or an error that the JVM throws at any point, can do that.
 */
abstract sealed class StripedInstrument extends Instrument permits HistogramCells, Summary {
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

    /** The padded cells, a power of two of them; null while the first cell is the only one. Replaced by CAS. */
    private volatile @Nullable long[][] cells;

    StripedInstrument(String[] labelValues, int cellSize) {
        super(labelValues);
        this.first = new long[cellSize];
    }

    /** Takes some cell, which the caller leaves as soon as it can. */
    final long[] enter() {
        long[][] all = cells;
        long[] cell = all == null ? first : PaddedCells.usual(all);
        return CellLock.tryEnter(cell, start(cell)) ? cell : enterAnother();
    }

    private long[] enterAnother() {
        for (int attempt = 1; ; attempt++) {
            long[][] all = cells;
            if (all == null || PaddedCells.canGrow(all)) {
                all = grow(all);
            }
            long[] cell = PaddedCells.another(all);
            if (CellLock.tryEnter(cell, CellLock.PADDING)) {
                return cell;
            }
            CellLock.pause(attempt);
        }
    }

    /** Makes more cells, unless another thread was faster. Returns the cells that there are then. */
    private long[][] grow(@Nullable long[][] known) {
        long[][] grown = PaddedCells.grown(known, first.length);
        long[][] found = (long[][]) CELLS.compareAndExchange(this, known, grown);
        return found == known ? grown : found;
    }

    /** Where a cell starts: its lock is there, and the rest of it behind. */
    final int start(long[] cell) {
        return (cell.length - first.length) >> 1;
    }

    /** How many cells there are. */
    final int cellCount() {
        long[][] all = cells;
        return all == null ? 1 : 1 + all.length;
    }

    /** A cell by number, from 0 to {@link #cellCount} - 1, which may have grown since. */
    @SuppressWarnings("NullAway") // a number above 0 means that there are padded cells, which are never taken away
    final long[] cell(int number) {
        return number == 0 ? first : cells[number - 1];
    }

    /**
     * What all series of a Vec share: their Desc, and a buffer to read into.
     *
     * @param <R> the buffer, filled by one reader at a time
     */
    abstract static class Spec<R> {
        private static final VarHandle SPARE;

        static {
            try {
                SPARE = MethodHandles.lookup().findVarHandle(Spec.class, "spare", Object.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Desc desc;

        /** The buffer that was given back last; null while it is lent. */
        @SuppressWarnings("UnusedVariable") // read by its handle
        private volatile @Nullable R spare;

        Spec(Desc desc) {
            this.desc = desc;
        }

        final Desc desc() {
            return desc;
        }

        abstract R newReading();

        /** Lends a buffer to read into; a second reader at the same time gets a new one. */
        @SuppressWarnings("unchecked") // the field has nothing but R
        final R borrow() {
            R reading = (R) SPARE.getAndSet(this, (Object) null);
            return reading != null ? reading : newReading();
        }

        final void giveBack(R reading) {
            spare = reading;
        }
    }
}
