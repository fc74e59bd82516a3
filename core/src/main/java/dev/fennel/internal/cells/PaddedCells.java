package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.util.Arrays;

/**
 * The cells that an instrument uses once threads meet in its first one: how many there are, how they grow, and which
 * one a thread tries.
 *
 * <p>Each cell has {@link CellLock#PADDING} on both sides, so it shares no cache line with anything, wherever the
 * garbage collector puts it.
 */
public final class PaddedCells {
    /**
     * Twice as many as can be used at a time, so a free one is soon found even if some threads lost their processor.
     */
    private static final int MAX = 2 * ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors());

    private PaddedCells() {}

    /** Whether there may be more cells than these. */
    public static boolean canGrow(long[][] cells) {
        return cells.length < MAX;
    }

    /**
     * Twice as many cells, of which the first half are those there were; 2 if there were none.
     *
     * @param known a power of two of cells, or null for none
     * @param cellSize the length of a cell without its padding
     */
    public static long[][] grown(@Nullable long[][] known, int cellSize) {
        int kept = known == null ? 0 : known.length;
        long[][] grown = known == null ? new long[2][] : Arrays.copyOf(known, 2 * kept);
        for (int i = kept; i < grown.length; i++) {
            grown[i] = new long[CellLock.PADDING + cellSize + CellLock.PADDING];
        }
        return grown;
    }

    /** The cell in which the present thread was alone last, of a power of two of cells. */
    public static long[] usual(long[][] cells) {
        return cells[CellProbe.get() & cells.length - 1];
    }

    /** Another cell, which is the present thread's usual one from now on. */
    public static long[] another(long[][] cells) {
        return cells[CellProbe.advance() & cells.length - 1];
    }

    private static int ceilingPowerOfTwo(int n) {
        return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
    }
}
