package dev.fennel.internal.cells;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The sum of what many threads add to a gauge and take away from it. A thread that adds much has a cell of its own; all
 * others share {@link Cells}.
 *
 * <p>A reading may have a subtraction only together with the addition that was made before it, by whatever thread.
 * Otherwise a gauge of what is under way could be read as negative. If the cells were summed up as they are found, one
 * could be read before the addition and the other after the subtraction. So time is cut into epochs. A reading ends an
 * epoch, and has what was added in that and all before it: a consistent cut, as in a snapshot of Chandy and Lamport.
 * Each addition looks at the epoch and at that of its cell; the first one of an epoch in a cell leaves there what the
 * cell had before, for the reading.
 *
 * <p>What this relies on:
 *
 * <ol>
 *   <li>One thread at a time adds in a {@link GaugeCell}. It reads the epoch after it has come there, and adds by one
 *       store after that.
 *   <li>A reading ends its epoch before it looks for cells and at their contents, with a full fence between.
 *   <li>Cells are added and never taken away. The cell of an ended thread goes to another owner, who sees all that the
 *       former one did ({@link OwnedCell}).
 *   <li>An owner adds in its own cell only.
 *   <li>A store that one other processor sees can be seen by all of them, as on x86, ARMv8 and RISC-V.
 * </ol>
 *
 * <p>What follows:
 *
 * <ol>
 *   <li>An addition that has ended is in every reading that begins later: its epoch is not after the one which that
 *       reading ends, and it is found in its cell.
 *   <li>A reading that misses an addition has nothing that was done after it. Either the addition has found a later
 *       epoch. Or it has found the reading's or an earlier one, and was stored after the reading looked there, which is
 *       after the epoch was ended. In both cases, whoever does something after that finds a later epoch, which does not
 *       count.
 *   <li>A reading waits for nobody. Where a cell has gone two epochs further, as others read at the same time, the
 *       reading takes the last cut that one of these made, which is after its own, and looks again: as often as two
 *       others have begun to read meanwhile.
 *   <li>Of readings one after the other, the later has all that the earlier one has. Those that are made at the same
 *       time may each have an addition that the other one misses.
 *   <li>Sums are kept at twice the precision of a double, so what one thread adds and another one takes away leaves
 *       nothing, however much it was. What one thread adds to infinity or NaN stays that, until the gauge is set.
 *   <li>Adding waits for nobody, but as {@link Cells} describes, and allocates nothing but cells: at most 16 owned ones
 *       of 280 bytes, and as many others of 200.
 * </ol>
 *
 * <p>An addition takes 3 to 4 ns in one thread and in two, where a compare-and-set on one word took 9.5 and 119.
 */
public class GaugeSum {
    private static final VarHandle EPOCH;
    private static final VarHandle OWNED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EPOCH = lookup.findVarHandle(GaugeSum.class, "epoch", long.class);
            OWNED = lookup.findVarHandle(GaugeSum.class, "owned", OwnedGaugeCell[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        // Not at the end of a stack: the first call of each operation is linked, which takes much of it.
        GaugeSum rehearsal = create();
        rehearsal.start(0);
        rehearsal.add(1);
        rehearsal.value();
        rehearsal.add(1);
        rehearsal.claim();
        rehearsal.claimNow();
        rehearsal.add(1);
        rehearsal.value();
    }

    private final GaugeCell first;

    private volatile OwnedGaugeCell[] owned = OwnedGaugeCell.NONE;

    private volatile long epoch;

    /**
     * A sum of zero.
     *
     * @param first the first of the shared cells, in which nothing was added
     */
    GaugeSum(GaugeCell first) {
        this.first = first;
    }

    /** A sum of zero. */
    public static GaugeSum create() {
        return new Padded(new GaugeCell().padded());
    }

    /**
     * Begins with a value, before any other thread looks here.
     *
     * @param value any value
     */
    public final void start(double value) {
        first.start(value);
    }

    /**
     * Adds an amount.
     *
     * @param amount any amount
     */
    public final void add(double amount) {
        GaugeCell own = OwnedGaugeCell.own(owned);
        if (own != null) {
            own.add(amount, epoch());
        } else {
            addShared(amount);
        }
    }

    /** Adds an amount in a cell that others use as well. */
    final void addShared(double amount) {
        int attempt = 0;
        GaugeCell cell = Cells.pick(first, attempt);
        while (cell == null || !cell.tryAdd(amount, this)) {
            cell = Cells.pick(first, ++attempt);
        }
        if (cell.isUseDue()) {
            claim();
        }
    }

    /** The present epoch, for who is about to add. */
    long epoch() {
        return (long) EPOCH.getOpaque(this);
    }

    /**
     * Gives the present thread a cell of its own if it comes here again and again. Without memory or stack, there will
     * be one at some other time.
     */
    private void claim() {
        try {
            if (Claims.comesAgain(first)) {
                claimNow();
            }
        } catch (VirtualMachineError e) {
            // The amount is added.
        }
    }

    /** Gives the present thread a cell of its own, unless it has one or there is no place for one. */
    final void claimNow() {
        OwnedGaugeCell[] known = owned;
        OWNED.compareAndSet(this, known, OwnedGaugeCell.withOwn(known, first));
    }

    /** How many threads own a cell, or did until they ended. */
    final int ownedCells() {
        return OwnedCell.count(owned);
    }

    final boolean isOwner() {
        return OwnedGaugeCell.own(owned) != null;
    }

    /**
     * The sum at some moment, with all that was added before this reading began, and with each addition all that was
     * done before that.
     */
    public final double value() {
        GaugeImage image;
        long cut = (long) EPOCH.getAndAdd(this, 1L);
        do {
            VarHandle.fullFence();
            image = new GaugeImage(cut);
            read(image);
            cut = epoch - 1;
        } while (image.isPassed);
        return image.value();
    }

    private void read(GaugeImage image) {
        int shared = Cells.count(first);
        for (int i = 0; i < shared; i++) {
            GaugeCell cell = Cells.get(first, i);
            if (cell != null) {
                cell.copy(image);
            }
        }
        OwnedGaugeCell[] all = owned;
        int count = OwnedCell.count(all);
        for (int i = 0; i < count; i++) {
            OwnedGaugeCell.cell(all, i).copy(image);
        }
    }

    /** All who add read the fields above, so they share no cache line with what is allocated behind. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    private static final class Padded extends GaugeSum {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

        Padded(GaugeCell first) {
            super(first);
        }
    }
}
