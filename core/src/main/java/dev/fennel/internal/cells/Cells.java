package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.util.Arrays;

/**
 * All cells of an instrument: a first one, and further ones once threads have met in it.
 *
 * <p>Observers leave the first cell alone from then on: it has no padding, as most series never need more than one, and
 * may lie beside what all threads read, where every write to it would cost them a cache miss. The further cells have
 * {@linkplain Cell#padded padding}.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>The first cell keeps the array of further ones. A longer array begins with the cells of the shorter one that it
 *       replaces, by a compare-and-set. Cells are never taken away.
 *   <li>An instrument that begins anew gets another first cell, by one store, after all cells were
 *       {@linkplain #tryRetire retired}. Its observers look for the first cell at each attempt.
 * </ol>
 *
 * <p>What follows:
 *
 * <ol>
 *   <li>A reading that goes through the first cell and the further ones that there are when it begins includes every
 *       observation that had ended by then. If cells moved when their number grows, it could miss some.
 *   <li>An observer waits only while all cells are taken. There are more than the machine has processors, or
 *       {@value #MAX_ANYWHERE}; those who observe most in a histogram have {@linkplain OwnedCell what is their own},
 *       unless it may be reset.
 *   <li>When all cells are retired, no observation is under way in any of them and none can begin, nor is there a cell
 *       that the thread which retires them does not know: retiring begins by making the array as long as it may be,
 *       with holes for which no cell is made any more. What was counted can be read as before, by any number of
 *       threads. If a cell could be added meanwhile, what is counted there would be lost.
 *   <li>Retiring does not wait. If a thread stays in a cell, it is given up, and all is as before.
 * </ol>
 */
public final class Cells {
    /** No more, as they would take too much memory where there are many processors. */
    private static final int MAX_ANYWHERE = 16;

    /**
     * Twice as many as can be used at a time, so a free one is soon found even if some threads lost their processor.
     */
    private static final int MAX =
            Math.min(MAX_ANYWHERE, 2 * ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors()));

    private static final int SPINS_BEFORE_YIELD = 64;
    private static final int TRIES_TO_RETIRE = 1_000;

    private Cells() {}

    /**
     * A cell for the present thread to try: first the one in which it was alone last, then others, which become that
     * one. Makes more cells if there may be more.
     *
     * @param first the first cell
     * @param attempt how many cells the caller has found taken
     * @return a cell, or null for a hole
     */
    @Nullable
    public static <I, C extends Cell<I>> C pick(C first, int attempt) {
        if (attempt > 0) {
            return another(first, attempt);
        }
        Cell<I>[] more = first.more();
        return more == null ? first : cast(more[CellProbe.get() & (more.length - 1)]);
    }

    @Nullable
    private static <I, C extends Cell<I>> C another(C first, int attempt) {
        if (attempt > 1) {
            pause(attempt);
        }
        Cell<I>[] more = grown(first);
        return cast(more[CellProbe.advance() & (more.length - 1)]);
    }

    /** Lets a moment pass: spins, and now and then lets other threads run. */
    @SuppressWarnings("ThreadPriorityCheck") // a scheduler that ignores the yield costs time, nothing else
    private static void pause(int attempt) {
        if (attempt % SPINS_BEFORE_YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** The further cells, twice as many as before if there may be more; at least two. */
    private static <I> Cell<I>[] grown(Cell<I> first) {
        Cell<I>[] known = first.more();
        if (known != null && known.length == MAX) {
            return known;
        }
        int kept = known == null ? 0 : known.length;
        Cell<I>[] grown = copyOf(known, Math.max(2, 2 * kept));
        for (int i = kept; i < grown.length; i++) {
            grown[i] = first.padded();
        }
        Cell<I>[] found = first.replaceMore(known, grown);
        return found == known || found == null ? grown : found;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays cannot be made in another way
    private static <I> Cell<I>[] copyOf(@Nullable Cell<I>[] known, int length) {
        return known == null ? new Cell[length] : Arrays.copyOf(known, length);
    }

    /** All cells of an instrument are of the class of the first one. */
    @Nullable
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <C> C cast(@Nullable Cell<?> cell) {
        return (C) cell;
    }

    /**
     * The cells that there are now, to be read one by one.
     *
     * @param first the first cell
     * @return the number of cells and holes
     */
    public static int count(Cell<?> first) {
        Cell<?>[] more = first.more();
        return more == null ? 1 : 1 + more.length;
    }

    /**
     * A cell by number.
     *
     * @param first the first cell
     * @param number from 0, for the first cell, to {@link #count} - 1, which may have grown since
     * @return a cell, or null for a hole
     */
    @Nullable
    public static <I, C extends Cell<I>> C get(C first, int number) {
        if (number == 0) {
            return first;
        }
        Cell<I>[] more = first.more();
        // Holes are taken away again when retiring is given up.
        return more == null || number > more.length ? null : cast(more[number - 1]);
    }

    /**
     * Retires all cells, so that they can be read and not entered. One thread at a time does this, with enough room on
     * its stack.
     *
     * @param first the first cell
     * @return how to undo it; null if a cell stays taken, and then none is retired
     */
    @Nullable
    public static <I> Retirement<I> tryRetire(Cell<I> first) {
        Cell<I>[] known = first.more();
        Cell<I>[] all = copyOf(known, MAX);
        Retirement<I> retirement = new Retirement<>(first, known, all);
        if (first.replaceMore(known, all) != known) {
            return null;
        }
        if (retirement.retireAll()) {
            return retirement;
        }
        retirement.undo();
        return null;
    }

    /**
     * The cells that one thread retires.
     *
     * @param <I> what the contents are copied to
     */
    public static final class Retirement<I> {
        private final Cell<I> first;
        private final @Nullable Cell<I>[] known;
        private final Cell<I>[] all;

        /** How many are retired: the first one, then further ones. */
        private int retired;

        private Retirement(Cell<I> first, @Nullable Cell<I>[] known, Cell<I>[] all) {
            this.first = first;
            this.known = known;
            this.all = all;
        }

        private boolean retireAll() {
            while (retired <= all.length) {
                Cell<I> next = retired == 0 ? first : all[retired - 1];
                if (!tryRetire(next)) {
                    return false;
                }
                retired++;
            }
            return true;
        }

        private static boolean tryRetire(@Nullable Cell<?> cell) {
            for (int i = 0; i < TRIES_TO_RETIRE; i++) {
                if (cell == null || cell.tryRetire()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        }

        /** Makes the cells as they were. */
        public void undo() {
            for (; retired > 1; retired--) {
                Cell<I> cell = all[retired - 2];
                if (cell != null) {
                    cell.release();
                }
            }
            if (retired == 1) {
                first.release();
                retired = 0;
            }
            first.replaceMore(all, known);
        }
    }

    private static int ceilingPowerOfTwo(int n) {
        return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
    }
}
