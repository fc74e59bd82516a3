package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.buckets.BucketWindow;
import dev.fennel.internal.buckets.NativeCounts;
import dev.fennel.internal.buckets.NativeIndex;
import dev.fennel.internal.buckets.NativeReading;
import dev.fennel.internal.buckets.NativeScale;
import dev.fennel.internal.buckets.SpreadExemplars;
import dev.fennel.internal.cells.CellLock;
import dev.fennel.model.Exemplar;
import java.util.Arrays;

/**
 * The native buckets of a histogram: their counts for each cell, and the limit to their number.
 *
 * <p>A cell of such a histogram ends with the count of its zero bucket and a slot. The slot is the number, from 1, of
 * the cell's {@link NativeCounts}. It is 0 until something was observed in the cell that is not in the zero bucket.
 *
 * <p>The structure is which slots, counts objects and scale there are. It has a lock of its own. What this relies on:
 *
 * <ol>
 *   <li>The structure is changed only by the thread that has the lock and, where it concerns a cell, has taken that
 *       cell too. So a thread that has one of the two may read it.
 *   <li>The lock is taken before a cell is, never inside one.
 *   <li>What is to be put into a cell is allocated before the cell is taken.
 *   <li>Under the lock, no user code runs and no thread sleeps. What happens there takes microseconds.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>An observation is counted once, in the sum, a classic bucket and a native one during the same stay in a cell.
 *       An observer that finds no room in the cell's counts leaves without having counted anything, takes the lock,
 *       puts larger counts in place, and begins again.
 *   <li>A reading has all cells in one scale, as it has the lock while it takes each cell in turn. It knows beforehand
 *       how much room it needs, and is not mixed with a reset: each observation is either read or kept.
 *   <li>While the scale of the cells is changed, one after the other, each observer goes by the scale of the counts in
 *       the cell that it has taken. Without the cell's own counts as the authority, it would count under a key of
 *       another scale.
 *   <li>Nobody waits in a circle, by 2.
 * </ol>
 *
 * <p>A thread that finds no memory leaves no change half made, by 3. If it was making room for its observation, that is
 * not counted. If it was limiting the number of buckets or keeping an exemplar, the observation counts, although the
 * caller gets the error. A thread whose stack ends under the lock may leave it taken, as {@link CellLock} explains:
 * then readings, and observations that need room, wait for ever. If that happens in the midst of a change of scale,
 * some cells have the old one.
 */
final class NativeCells {
    private static final NativeCounts[] NONE = {};

    private final HistogramCells cells;
    private final HistogramSpec spec;
    private final NativeOptions options;

    /** A cell with nothing in it but its lock. */
    private final long[] lock = new long[1];

    /** By slot; part of the structure. Volatile, since an observer that has only its cell reads which array it is. */
    private volatile NativeCounts[] counts = NONE;

    /** Whether the next observation has to limit the number of buckets, even if it populates no new one. */
    private volatile boolean overLimit;

    /** Whether resolution was lost, so that the histogram is to be reset as soon as that is allowed. */
    private boolean resetWanted;

    private NativeScale scale;
    private long createdMillis;
    private @Nullable SpreadExemplars exemplars;

    NativeCells(HistogramCells cells, NativeOptions options) {
        this.cells = cells;
        this.spec = cells.spec;
        this.options = options;
        this.scale = options.scale();
        this.createdMillis = options.clock().getAsLong();
    }

    void observe(double value) {
        int bucket = spec.bucketOf(value);
        while (true) {
            long[] cell = cells.enter();
            int start = cells.start(cell);
            NativeCounts found = countsOf(cell, start);
            long before = increment(cell, start, found, value);
            if (before != BucketWindow.NO_ROOM) {
                HistogramSpec.count(cell, start, value, bucket);
                CellLock.leave(cell, start);
                if (before == 0 || overLimit) {
                    limit(value);
                }
                return;
            }
            CellLock.leave(cell, start);
            makeRoom(cell, start, found, value);
        }
    }

    /** The counts of a cell, which the caller has taken. */
    private NativeCounts countsOf(long[] cell, int start) {
        int slot = (int) cell[start + spec.slotIndex()];
        return slot == 0 ? options.noCounts() : counts[slot - 1];
    }

    /** Counts in a native bucket. Returns its count before, or that there is no room. NaN is in no bucket. */
    private long increment(long[] cell, int start, NativeCounts found, double value) {
        NativeScale cellScale = found.scale();
        double magnitude = Math.abs(value);
        if (magnitude > cellScale.zeroThreshold()) {
            int key = cellScale.key(NativeIndex.key(magnitude));
            return (value > 0 ? found.positive() : found.negative()).increment(key);
        }
        if (magnitude <= cellScale.zeroThreshold()) {
            cell[start + spec.zeroIndex()]++;
        }
        return 1;
    }

    /** Makes room in a cell for a value, for which the counts that were found there had none. */
    private void makeRoom(long[] cell, int start, NativeCounts found, double value) {
        lock();
        try {
            int slot = (int) cell[start + spec.slotIndex()];
            NativeCounts before = slot == 0 ? NativeCounts.none(scale) : counts[slot - 1];
            if (slot > 0 && before != found) {
                return; // Someone else was faster.
            }
            NativeCounts roomy = before.withRoomFor(value, start > 0);
            if (slot == 0) {
                NativeCounts[] longer = Arrays.copyOf(counts, counts.length + 1);
                longer[longer.length - 1] = roomy;
                counts = longer;
                slot = longer.length;
            }
            replace(cell, start, slot, before, roomy);
        } finally {
            unlock();
        }
    }

    /** Moves what a cell has counted to other counts, which become those of the cell. */
    private void replace(long[] cell, int start, int slot, NativeCounts before, NativeCounts after) {
        CellLock.enter(cell, start);
        cell[start + spec.zeroIndex()] += after.addAll(before);
        counts[slot - 1] = after;
        cell[start + spec.slotIndex()] = slot;
        CellLock.leave(cell, start);
    }

    /** Keeps an exemplar for the native buckets. */
    void keep(Exemplar exemplar) {
        if (options.maxExemplars() > 0 && !Double.isNaN(exemplar.value())) {
            lock();
            try {
                if (exemplars == null) {
                    exemplars = new SpreadExemplars(options.maxExemplars(), options.exemplarTtlMillis());
                }
                exemplars.add(exemplar);
            } finally {
                unlock();
            }
        }
    }

    /** Does one step to limit the number of buckets, if there are too many after a value was observed. */
    private void limit(double value) {
        if (options.maxBuckets() == 0 || Double.isNaN(value)) {
            return;
        }
        HistogramReading reading = spec.borrow();
        lock();
        try {
            if (!isOverLimit(reading)) {
                return;
            }
            if (!mayReset()) {
                resetWanted = options.minResetMillis() > 0;
                NativeScale coarser = scale.coarser(natives(reading), options.maxZeroThreshold());
                if (coarser != scale) {
                    change(coarser);
                    isOverLimit(reading);
                } else {
                    // Nothing can be done until there is another bucket.
                    overLimit = false;
                }
                return;
            }
            readCells(reading, true);
        } finally {
            unlock();
            spec.giveBack(reading);
        }
        observe(value);
    }

    private boolean isOverLimit(HistogramReading reading) {
        readCells(reading, false);
        overLimit = natives(reading).populated() > options.maxBuckets();
        return overLimit;
    }

    private boolean mayReset() {
        return options.minResetMillis() > 0 && options.clock().getAsLong() - createdMillis >= options.minResetMillis();
    }

    /** Changes the scale of all cells. */
    private void change(NativeScale coarser) {
        // Allocated before anything is changed, so that no cell is left behind if there is no memory.
        NativeCounts[] before = counts.clone();
        NativeCounts[] after = counts.clone();
        for (int i = 0; i < after.length; i++) {
            after[i] = before[i].emptyIn(coarser);
        }
        // Cells without a slot will begin with this one.
        scale = coarser;
        int count = cells.cellCount();
        for (int i = 0; i < count; i++) {
            long[] cell = cells.cell(i);
            int start = cells.start(cell);
            int slot = (int) cell[start + spec.slotIndex()];
            if (slot > 0) {
                replace(cell, start, slot, before[slot - 1], after[slot - 1]);
            }
        }
    }

    /**
     * Reads all cells and exemplars.
     *
     * @param mayReset whether this reading may be the last before a reset that is wanted
     */
    void read(HistogramReading reading, boolean mayReset) {
        lock();
        try {
            cells.readExemplars(reading);
            readCells(reading, mayReset && resetWanted && mayReset());
        } finally {
            unlock();
        }
    }

    /** Reads each cell, and if asked to, resets it before leaving it: so each observation is either read or kept. */
    private void readCells(HistogramReading reading, boolean reset) {
        NativeReading natives = natives(reading);
        reading.start(createdMillis);
        natives.start(scale, counts, exemplars);
        int count = cells.cellCount();
        for (int i = 0; i < count; i++) {
            long[] cell = cells.cell(i);
            int start = cells.start(cell);
            CellLock.enter(cell, start);
            reading.add(cell, start);
            natives.add(cell[start + spec.zeroIndex()], countsOf(cell, start));
            if (reset) {
                // All but the lock, so the cell has no slot from now on.
                Arrays.fill(cell, start + 1, start + spec.cellSize(), 0);
            }
            CellLock.leave(cell, start);
        }
        natives.finish();
        if (reset) {
            begin();
        }
    }

    @SuppressWarnings("NullAway") // the readings of a histogram with native buckets have these, too
    private static NativeReading natives(HistogramReading reading) {
        return reading.nativeBuckets();
    }

    /** Begins anew, once no cell has a slot. */
    private void begin() {
        counts = NONE;
        scale = options.scale();
        createdMillis = options.clock().getAsLong();
        overLimit = false;
        resetWanted = false;
        exemplars = null;
        cells.dropExemplars();
    }

    private void lock() {
        CellLock.enter(lock, 0);
    }

    private void unlock() {
        CellLock.leave(lock, 0);
    }
}
