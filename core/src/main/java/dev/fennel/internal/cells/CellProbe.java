package dev.fennel.internal.cells;

/**
 * Remembers for each thread which cell it found free, whatever the instrument, and for {@link Claims} what it used of
 * late.
 *
 * <p>There is a number for each of {@value #THREADS} groups of threads, usually of one thread each; its low bits choose
 * among the cells. A thread that finds its cell taken advances its number. So two threads that met in a cell part for
 * good, and do not meet again at every observation. {@link java.util.concurrent.atomic.LongAdder} does the same with a
 * field of the thread that only the JDK can reach; a ThreadLocal would cost more than an observation, and an allocation
 * for each virtual thread.
 *
 * <ol>
 *   <li>Reads and writes are plain. A number that is lost or stale makes a thread try a cell in vain, and nothing
 *       worse: {@link Cell} alone decides which thread has a cell.
 *   <li>The same holds for hash codes: where one is lost, a thread {@linkplain Claims claims} later.
 *   <li>A number is never zero, since the sequence that it goes through returns to its start without passing zero.
 *   <li>Nothing here refers to a thread: one that dies leaves its number to the next of its group.
 * </ol>
 */
public final class CellProbe {
    private static final int THREADS = 256;

    /** Ints in a cache line: a thread that advances costs the others none of theirs. */
    private static final int STRIDE = 16;

    /** From here on, the cache line of a number has hash codes. */
    private static final int REMEMBERED = STRIDE / 2;

    private static final int[] PROBES = new int[THREADS * STRIDE];

    static {
        for (int i = 0; i < THREADS; i++) {
            PROBES[i * STRIDE] = i + 1;
        }
    }

    private CellProbe() {}

    /** The present thread's number. */
    static int get() {
        return PROBES[slot()];
    }

    /** Gives the present thread another number: the next of a sequence that goes through all but zero. */
    public static int advance() {
        int slot = slot();
        int probe = PROBES[slot];
        probe ^= probe << 13;
        probe ^= probe >>> 17;
        probe ^= probe << 5;
        PROBES[slot] = probe;
        return probe;
    }

    /**
     * Remembers a thing for the present thread, instead of another one.
     *
     * @param hash stands for the thing
     * @return whether it was remembered already
     */
    static boolean remembers(int hash) {
        int at = slot() + REMEMBERED + (hash & (STRIDE - REMEMBERED - 1));
        boolean remembered = PROBES[at] == hash;
        PROBES[at] = hash;
        return remembered;
    }

    private static int slot() {
        return ((int) Thread.currentThread().getId() & THREADS - 1) * STRIDE;
    }
}
