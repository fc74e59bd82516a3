package dev.fennel.internal.cells;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * A part of an instrument that belongs to one thread: only its owner changes it, and so needs no atomic instruction.
 *
 * <p>The owned cells of an instrument are in an array that is never changed, but replaced by a compare-and-set of the
 * field that has it. Its first half are slots: the number of a thread chooses one, which has the cell of the thread or
 * none of its. Its second half are the cells in the order in which they came, to be read. When a thread gets a cell,
 * the slots become as many as it takes to give each owner one of its own.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>A cell has the same owner for ever. After that thread has ended, a cell of another thread may take its place in
 *       the order, and begins with what it had counted. The thread that makes the new cell has found the former owner
 *       not alive, or collected: nothing is done by it any more, and all that it did is seen (JLS 17.4.5).
 *   <li>The number of a thread only chooses the slot: a subclass of Thread may return any. Identity decides whose cell
 *       it is. A thread gets no second cell.
 *   <li>{@link Claims} decides who gets a cell.
 * </ol>
 *
 * <p>What follows:
 *
 * <ol>
 *   <li>A reading that goes through the cells of one array includes all that had been counted in owned cells before it
 *       loaded the array: an owner counts in a cell only after the array with that cell has been in its field.
 *   <li>Cells do not change places in the order; new ones are empty and come last. So sums of doubles that are made in
 *       this order do not fall from one reading to the next, although each addition rounds.
 *   <li>A cell keeps no thread: it refers to its owner weakly. So an ended thread, and the class loaders that it refers
 *       to, can be collected, whether the instrument is used and read or not. In compiled code
 *       {@link java.lang.ref.Reference#refersTo} is a load and a comparison, which took as long as a strong reference
 *       in a field (2.5 ns for a whole increment).
 *   <li>An instrument has no more owned cells than it allows. Nobody waits for anybody.
 * </ol>
 */
public abstract class OwnedCell extends WeakReference<Thread> {
    /** How many slots there may be for each cell, so that few threads fall on the same one. */
    private static final int SLOTS_PER_CELL = 4;

    private static final int MOST_OWNERS = 16;
    private static final int BYTES_OF_OWNERS = 9_000;

    /** That of the owner when it claimed this. */
    private final int number = (int) Thread.currentThread().getId();

    /** A cell of the present thread. */
    protected OwnedCell() {
        super(Thread.currentThread());
    }

    /**
     * Whether the present thread comes to an instrument with shared {@link Cells} again and again, so that it may have
     * a cell.
     *
     * @param first the first one of the shared cells
     * @param used the one that the thread has just used
     */
    protected static boolean comesAgain(Cell<?> first, Cell<?> used) {
        return used.isUseDue() && Claims.comesAgain(first);
    }

    /**
     * How many threads may own cells of a histogram or a gauge: as many as take some 9 KB, but two of any size, and 16
     * at most.
     */
    protected static int mostOwners(int bytesEach) {
        return Math.max(2, Math.min(MOST_OWNERS, BYTES_OF_OWNERS / bytesEach));
    }

    /** Which slot is that of the present thread. */
    protected static int slot(OwnedCell[] cells) {
        return (int) Thread.currentThread().getId() & ((cells.length >> 1) - 1);
    }

    /** Whether the present thread is the owner. */
    protected final boolean isOwn() {
        return refersTo(Thread.currentThread());
    }

    private boolean isOrphan() {
        Thread owner = get();
        return owner == null || !owner.isAlive();
    }

    /** How many cells an array has. */
    protected static int count(OwnedCell[] cells) {
        int slots = cells.length >> 1;
        int count = 0;
        while (count < slots && cells[slots + count] != null) {
            count++;
        }
        return count;
    }

    /** A cell by its place in the order, from 0 to {@link #count} - 1. */
    protected static <T extends OwnedCell> T get(T[] cells, int place) {
        return cells[(cells.length >> 1) + place];
    }

    /**
     * The place in the order for a cell of the present thread: that of a cell without owner, or a new one.
     *
     * @param cells an array of cells; an empty one has the length 2
     * @param most how many cells there may be
     * @return -1 if there is none, or the thread has a cell
     */
    protected static int place(OwnedCell[] cells, int most) {
        int count = count(cells);
        int place = count < most ? count : -1;
        for (int i = count - 1; i >= 0; i--) {
            OwnedCell cell = get(cells, i);
            if (cell.isOwn()) {
                return -1;
            }
            if (cell.isOrphan()) {
                place = i;
            }
        }
        return place >= 0 && slots(cells, place, most) > 0 ? place : -1;
    }

    /** How many slots it takes with the present thread's cell in a place of the order; 0 for too many. */
    private static int slots(OwnedCell[] cells, int place, int most) {
        int number = (int) Thread.currentThread().getId();
        int count = count(cells);
        int slots = cells.length >> 1;
        while (slots <= place) {
            slots *= 2;
        }
        for (int i = 0; i < count; i++) {
            OwnedCell other = get(cells, i);
            while (i != place && ((other.number ^ number) & (slots - 1)) == 0 && !other.isOrphan()) {
                slots *= 2;
                if (slots > SLOTS_PER_CELL * most) {
                    return 0;
                }
            }
        }
        return slots;
    }

    /**
     * Another array, which has a cell of the present thread; the same one if there are no slots for it any more.
     *
     * @param cells an array
     * @param place the cell's {@linkplain #place place in the order}
     * @param most how many cells there may be
     * @param cell the cell
     */
    protected static <T extends OwnedCell> T[] with(T[] cells, int place, int most, T cell) {
        int slots = slots(cells, place, most);
        if (slots == 0) {
            return cells; // the thread has another number now
        }
        T[] next = Arrays.copyOf(cells, 2 * slots);
        Arrays.fill(next, null);
        OwnedCell[] all = next;
        for (int i = 0; i < Math.max(count(cells), place + 1); i++) {
            OwnedCell one = i == place ? cell : get(cells, i);
            all[slots + i] = one;
            int slot = one.number & (slots - 1);
            // Nobody looks for the cell of an ended thread.
            if (all[slot] == null || !one.isOrphan()) {
                all[slot] = one;
            }
        }
        return next;
    }
}
