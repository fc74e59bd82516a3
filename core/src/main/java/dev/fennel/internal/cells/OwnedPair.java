package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Two cells of one thread, which counts in the active one. A reading makes the other one active, if it has to, and
 * reads the one that is at rest then.
 *
 * <p>In cells of their own, threads enter without a compare-and-set, which is most of what an observation costs
 * otherwise: a half is only entered by the owner of the pair. All else is as {@link Cell} describes. There are these
 * differences:
 *
 * <ol>
 *   <li>Where the stack of an owner ends in the middle of a change, the cell stays {@link Cell#CHANGING}. Readings take
 *       the observation back in their copies, by the note, and so does the owner in the cell, before it counts the next
 *       one. So an owner needs no handler. What is thrown says that the observation is not counted.
 *   <li>A reading cannot keep the owner out. It copies beside the owner. If that has begun or ended an observation
 *       meanwhile, the reading makes the other half active, and tries again. The owner may still be about to count in
 *       the half that it has found active: one observation. So the reading soon finds that half at rest, or its owner
 *       stopped inside, which does not matter. Other readings at the same time may make it active again; then they wait
 *       for different times.
 *   <li>Halves are never exchanged. The pair of a thread that takes the place of an ended one has its halves. So a
 *       reading looks for the pair again at each attempt, to change what the present owner looks at.
 * </ol>
 *
 * <p>Which half is active is only a matter of speed. Each half only grows, and a value is the sum of both. So no
 * reading is below an earlier one, whichever way the halves are changed between them.
 *
 * <p>An observation takes 5.1 ns of processor time where entering by compare-and-set takes 6.9, and threads that do
 * nothing else no longer meet. What else was tried, in one and two threads: a single cell whose reader waits for the
 * owner (5.7 and 10.7 ns), and values that are buffered, and drained under a lock (13 and 44 ns). Native histograms
 * have other buckets in other cells, so they do it differently: {@code NativeBuffer}, beside these.
 */
@SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"}) // the padding
public final class OwnedPair extends OwnedCell {
    private static final OwnedPair[] NONE = new OwnedPair[2];

    private static final int MAX_LOG_SPINS = 10;

    private static final VarHandle ACTIVE;

    static {
        try {
            ACTIVE = MethodHandles.lookup().findVarHandle(OwnedPair.class, "active", HistogramCell.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HistogramCell one;
    private final HistogramCell other;

    /** Changed by readings, and looked at by the owner. */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private HistogramCell active;

    // Padding: this shares no cache line with what is allocated behind, and the halves are allocated before.
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    private OwnedPair(HistogramCell one, HistogramCell other) {
        this.one = one;
        this.other = other;
        this.active = one;
    }

    /** Does what is done later, and so links it. */
    static void rehearse(HistogramCell cell, HistogramImage image) {
        OwnedPair[] owned = with(none(), 0, cell);
        HistogramCell own = own(owned);
        if (own != null) {
            own.count(0, 0);
        }
        claimNow(owned, cell);
        Claims.isDue(1);
        tryRead(owned, 0, image, 0);
        tryRead(owned, 0, image, 1);
    }

    /** The pairs of an instrument that has none yet. */
    public static OwnedPair[] none() {
        return NONE;
    }

    /**
     * The half in which the present thread counts at present. It enters by {@link HistogramCell#count}, and nobody else
     * ever does.
     *
     * @param owned the pairs of an instrument
     * @return null if it owns none
     */
    @Nullable
    public static HistogramCell own(OwnedPair[] owned) {
        OwnedPair pair = owned[slot(owned)];
        return pair != null && pair.isOwn() ? pair.active() : null;
    }

    private HistogramCell active() {
        return (HistogramCell) ACTIVE.getOpaque(this);
    }

    /**
     * Pairs with one for the present thread, if it comes again and again. Not for an instrument whose cells are ever
     * retired, as owners could not be kept out.
     *
     * @param owned the pairs of an instrument
     * @param first its first cell
     * @param used the shared cell in which the thread has just counted
     * @return null if the thread gets none
     */
    public static @Nullable OwnedPair[] claim(OwnedPair[] owned, HistogramCell first, HistogramCell used) {
        try {
            return comesAgain(first, used) ? claimNow(owned, first) : null;
        } catch (VirtualMachineError e) {
            // The observation is counted. There will be cells at some other time.
            return null;
        }
    }

    /** Pairs with one for the present thread; null if it has one, or there is no place. */
    static @Nullable OwnedPair[] claimNow(OwnedPair[] owned, HistogramCell first) {
        int place = place(owned, first.mostOwners());
        return place >= 0 ? with(owned, place, first) : null;
    }

    private static OwnedPair[] with(OwnedPair[] owned, int place, HistogramCell first) {
        OwnedPair pair;
        if (place < count(owned)) {
            OwnedPair former = get(owned, place);
            pair = new OwnedPair(former.one, former.other);
        } else {
            pair = new OwnedPair(first.half(), first.half());
        }
        return with(owned, place, first.mostOwners(), pair);
    }

    /**
     * How many halves there are, to be read one by one.
     *
     * @param owned the pairs of an instrument
     */
    public static int halves(OwnedPair[] owned) {
        return 2 * count(owned);
    }

    /**
     * Tries to copy the contents of a half as they are between two observations.
     *
     * @param owned the pairs that there are now
     * @param number from 0 to {@link #halves} - 1
     * @param image takes the contents
     * @param attempt how often this has failed before
     */
    public static boolean tryRead(OwnedPair[] owned, int number, HistogramImage image, int attempt) {
        OwnedPair pair = get(owned, number >> 1);
        HistogramCell half = (number & 1) == 0 ? pair.one : pair.other;
        if (attempt > 0) {
            pauseBefore(attempt);
            if (pair.active() == half) {
                ACTIVE.setVolatile(pair, half == pair.one ? pair.other : pair.one);
            }
        }
        return half.tryRead(image);
    }

    /** Waits for a time that differs from thread to thread: another reading may want the other half at rest. */
    private static void pauseBefore(int attempt) {
        int most = 1 << Math.min(attempt - 1, MAX_LOG_SPINS);
        for (int spins = CellProbe.advance() & (most - 1); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }
}
