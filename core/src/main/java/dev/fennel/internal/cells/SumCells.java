package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A sum that many threads add to. A thread that adds much has {@linkplain OwnedCell a cell of its own}; all others
 * share this object, and further cells once they have met here, as in {@link java.util.concurrent.atomic.LongAdder}.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>Cells are added and never taken away. Where an owned cell takes the place of another one, it begins with what
 *       that had counted.
 *   <li>Every amount is added to one part of one cell, by one store or compare-and-set.
 *   <li>A whole part stays below {@link SharedSum#MAX_WHOLE}: what does not fit in is added to the other part.
 * </ol>
 *
 * <p>What follows:
 *
 * <ol>
 *   <li>No amount is lost or counted twice, and each that was added before a reading began is in it.
 *   <li>While all amounts are positive, no reading is below an earlier one: whole parts are summed without rounding,
 *       and the others in an order that does not change, by {@link OwnedCell}.
 *   <li>Adding waits for nobody and allocates nothing, but for the cells. There are at most {@value #MOST_OWNED} owned
 *       ones of 176 bytes, and {@value #MOST_SHARED} others of 160, which is less than 16 KB with the arrays.
 * </ol>
 *
 * <p>A LongAdder instead of the shared cells would take 18 KB on a machine with 64 processors.
 */
public class SumCells extends SharedSum {
    /** How large a whole part may become that is summed with the others; none of these becomes larger. */
    public static final long MAX_WHOLE = SharedSum.MAX_WHOLE;

    /** Threads that find no room share cells, so it need not be as many as there may be threads. */
    private static final int MOST_OWNED = 64;

    private static final int MOST_SHARED = 16;

    private static final OwnedSum[] NONE = new OwnedSum[2];

    private static final VarHandle OWNED;
    private static final VarHandle SHARED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNED = lookup.findVarHandle(SumCells.class, "owned", OwnedSum[].class);
            SHARED = lookup.findVarHandle(SumCells.class, "shared", SharedSum[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        // Not at the end of a stack: the first call of each operation is linked, which takes much of it.
        SumCells rehearsal = new SumCells();
        rehearsal.addToAnother(1);
        rehearsal.addToAnother(.5);
        rehearsal.claim();
        rehearsal.claimNow();
        rehearsal.add(1);
        rehearsal.add(.5);
    }

    private volatile OwnedSum[] owned = NONE;

    /** Null until threads meet. Longer arrays begin with the cells of shorter ones. */
    private volatile @Nullable SharedSum[] shared;

    /** A sum of zero. */
    public SumCells() {}

    /**
     * Adds a whole number.
     *
     * @param amount closer to zero than 2<sup>56</sup>
     */
    public final void add(long amount) {
        OwnedSum own = own();
        if (own != null) {
            own.add(amount);
        } else {
            addShared(amount);
        }
    }

    /** Adds any number. */
    public final void add(double amount) {
        OwnedSum own = own();
        if (own != null) {
            own.add(amount);
        } else {
            addShared(amount);
        }
    }

    private @Nullable OwnedSum own() {
        OwnedSum[] all = owned;
        OwnedSum cell = all[OwnedCell.slot(all)];
        return cell != null && cell.isOwn() ? cell : null;
    }

    private void addShared(long amount) {
        SharedSum cell = pick();
        if (!cell.tryAdd(amount)) {
            cell = addToAnother(amount);
        }
        if (cell.isUseDue()) {
            claim();
        }
    }

    private void addShared(double amount) {
        SharedSum cell = pick();
        if (!cell.tryAdd(amount)) {
            cell = addToAnother(amount);
        }
        if (cell.isUseDue()) {
            claim();
        }
    }

    final SharedSum addToAnother(long amount) {
        SharedSum cell;
        do {
            cell = another();
        } while (!cell.tryAdd(amount));
        return cell;
    }

    private SharedSum addToAnother(double amount) {
        SharedSum cell;
        do {
            cell = another();
        } while (!cell.tryAdd(amount));
        return cell;
    }

    /**
     * This object only until there are cells: all owners read it, and every write to it would cost them a cache miss.
     */
    private SharedSum pick() {
        SharedSum[] all = shared;
        if (all != null) {
            return all[CellProbe.get() & (all.length - 1)];
        }
        return owned == NONE ? this : another();
    }

    /** Another shared cell, of twice as many if there may be more. */
    private SharedSum another() {
        SharedSum[] all = grown();
        return all[CellProbe.advance() & (all.length - 1)];
    }

    private SharedSum[] grown() {
        SharedSum[] known = shared;
        if (known != null && known.length == MOST_SHARED) {
            return known;
        }
        int kept = known == null ? 0 : known.length;
        SharedSum[] grown = known == null ? new SharedSum[2] : Arrays.copyOf(known, 2 * kept);
        for (int i = kept; i < grown.length; i++) {
            grown[i] = newShared();
        }
        SharedSum[] found = (SharedSum[]) SHARED.compareAndExchange(this, known, grown);
        return found == known || found == null ? grown : found;
    }

    /** A cell for many threads, as yet unknown to all of them. */
    SharedSum newShared() {
        return new Padded();
    }

    /**
     * Gives the present thread a cell of its own if it comes here again and again. Without memory or stack, nothing
     * changes: what was counted before stays counted.
     */
    private void claim() {
        try {
            if (Claims.comesAgain(this)) {
                claimNow();
            }
        } catch (VirtualMachineError e) {
            // At some other time.
        }
    }

    /** Gives the present thread a cell of its own, unless it has one or there is no place for one. */
    public final void claimNow() {
        OwnedSum[] known = owned;
        int place = OwnedCell.place(known, MOST_OWNED);
        if (place >= 0) {
            OwnedSum cell = new OwnedSum.Padded();
            if (place < OwnedCell.count(known)) {
                cell.inherit(OwnedCell.get(known, place));
            }
            OWNED.compareAndSet(this, known, OwnedCell.with(known, place, MOST_OWNED, cell));
        }
    }

    /** How many threads own a cell, or did until they ended. */
    final int ownedCells() {
        return OwnedCell.count(owned);
    }

    final boolean isOwner() {
        return own() != null;
    }

    /** How many cells the other threads share. */
    final int sharedCells() {
        SharedSum[] all = shared;
        return all == null ? 0 : all.length;
    }

    /**
     * The sum so far.
     *
     * @param before a whole number that counts as well, closer to zero than 2<sup>56</sup>
     */
    public final double sum(long before) {
        long wholes = before + whole();
        double fractions = fraction();
        SharedSum[] others = shared;
        OwnedSum[] all = owned;
        // A scrape reads thousands of these, and most have no cells.
        return others == null && all == NONE ? wholes + fractions : sum(wholes, fractions, others, all);
    }

    private static double sum(long ownWholes, double ownFractions, @Nullable SharedSum[] others, OwnedSum[] all) {
        long wholes = ownWholes;
        double fractions = ownFractions;
        for (int i = 0; others != null && i < others.length; i++) {
            wholes += others[i].whole();
            fractions += others[i].fraction();
        }
        int count = OwnedCell.count(all);
        for (int i = 0; i < count; i++) {
            OwnedSum cell = OwnedCell.get(all, i);
            wholes += cell.whole();
            fractions += cell.fraction();
        }
        return wholes + fractions;
    }
}
