package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.StackRoom;
import dev.fennel.internal.buckets.NativeBuffer;
import dev.fennel.internal.buckets.NativeCell;
import dev.fennel.internal.buckets.NativeCell.Outcome;
import dev.fennel.internal.buckets.NativeCounts;
import dev.fennel.internal.buckets.NativeGeneration;
import dev.fennel.internal.buckets.NativeImage;
import dev.fennel.internal.buckets.NativeReading;
import dev.fennel.internal.buckets.NativeScale;
import dev.fennel.internal.buckets.OwnedBuffer;
import dev.fennel.internal.cells.Cells;
import dev.fennel.internal.cells.Cells.Retirement;
import dev.fennel.internal.cells.HistogramImage;
import dev.fennel.model.Exemplar;

/**
 * Observes into the cells of histograms with native buckets, reads these, and limits the number of buckets. All
 * histograms of a Vec share one.
 *
 * <p>What this relies on, besides what {@link dev.fennel.internal.cells.Cell} and {@link Cells} guarantee:
 *
 * <ol>
 *   <li>Every cell has native counts in a scale of its own. The generation has the scale to report. A histogram gets
 *       coarser by a new scale of the generation first, and then, one by one, of the cells.
 *   <li>A reset puts another generation in place, by one store of the histogram's first cell, when all cells of the old
 *       one are retired. So everything that a reset changes at once (counts, scale, created timestamp, exemplars of the
 *       native buckets) is in the generation.
 *   <li>Threads that come again and again have buffers of their own, as {@link NativeBuffer} describes, but not in
 *       histograms that may be reset: they would not notice a reset in time.
 *   <li>One thread at a time limits or resets: the one that has set a flag of the generation. Nobody waits for it.
 *       There is room on its stack for all of it, so that the flag is cleared again.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>An observation is counted once, in the sum, a classic bucket and a native one during the same stay in a cell,
 *       or with others in the tally of a buffer.
 *   <li>Those that wait in a buffer have not been looked at for the number of buckets. So a reading that has too many
 *       of them makes the scale coarser for itself and for all later readings, and the observers see to the cells.
 *   <li>A reading waits for nobody. It reads one generation, whatever happens meanwhile: a retired one can be read, and
 *       is as it was at the reset. So no reading mixes what was counted before a reset with what was after.
 *   <li>A reading is in one scale, the coarsest of that of the generation and those of the cells. From one reading of a
 *       generation to the next it never gets finer, which a server would take for a reset. For this, the generation's
 *       scale changes before that of any cell, and is read before the cells.
 *   <li>A reset by a scrape forgets nothing that the scrape has not read: the cells are retired, then read, and then
 *       the generation is replaced. An observer that was on its way finds them taken, and looks for the first cell
 *       again. A reset by an observation that finds too many buckets forgets what was observed since the last scrape,
 *       as client_golang does.
 *   <li>A reset does not wait for a thread that stays in a cell: it is put off to the next occasion. Only observers may
 *       wait for the thread that resets, and only while it reads and replaces the generation.
 *   <li>Only the reading for a scrape may reset. Every other reading changes nothing but the scale, by 2.
 * </ol>
 *
 * <p>If there is no memory or no stack, nothing is left half done: what an observation was to make room with is
 * dropped, and it is not counted. If it happens while the number of buckets is limited, the observation counts although
 * the caller gets the error, and the next observation tries again. Before the cells are retired there must be room on
 * the stack.
 */
final class NativeCells {
    static {
        // Not at the end of a stack: a class whose initialization fails can never be used.
        NativeGeneration rehearsal = new NativeGeneration(1, NativeCounts.none(new NativeScale(0, 0)), 0);
        rehearsal.makeRoom(1);
        rehearsal.tryObserve(1, 0);
        rehearsal.tryLimiting();
        Cells.pick(rehearsal, 1);
        Retirement<HistogramImage> retirement = Cells.tryRetire(rehearsal);
        if (retirement != null) {
            retirement.undo();
        }
        rehearsal.coarsen(new NativeScale(0, 2));
        rehearsal.read(new NativeImage(1, rehearsal.scale()));
        OwnedBuffer.rehearse(new NativeImage(1, rehearsal.scale()));
    }

    private final HistogramSpec spec;
    private final NativeOptions options;

    NativeCells(HistogramSpec spec, NativeOptions options) {
        this.spec = spec;
        this.options = options;
    }

    void observe(HistogramCells histogram, double value) {
        NativeGeneration generation = generation(histogram);
        NativeBuffer own = OwnedBuffer.own(generation.owned());
        if (own == null || !own.append(value)) {
            observe(histogram, generation, own, value);
        }
    }

    private void observe(
            HistogramCells histogram, NativeGeneration generation, @Nullable NativeBuffer own, double value) {
        if (own == null || !countWaiting(histogram, generation, own) || !own.append(value)) {
            observeShared(histogram, value, spec.bucketOf(value));
        }
    }

    /** Counts what waits in a buffer of the present thread, if that is possible now. */
    private boolean countWaiting(HistogramCells histogram, NativeGeneration generation, NativeBuffer own) {
        if (own.isWantedElsewhere()) {
            return false;
        }
        try {
            boolean asked = own.count(spec.search(), generation.scale());
            // As many steps as if each observation had done one.
            for (int i = 0; i < NativeBuffer.CAPACITY && (asked || generation.isOverLimit()); i++) {
                limit(histogram, generation);
                asked = false;
            }
            return true;
        } catch (VirtualMachineError e) {
            // All waits as before. Where there are shared cells already, an observation may take less.
            return false;
        }
    }

    private void observeShared(HistogramCells histogram, double value, int bucket) {
        NativeGeneration generation = generation(histogram);
        // With owners, the first cell is left alone, as all of them read what may lie beside it.
        int attempt = generation.owned() != OwnedBuffer.none() && Cells.count(generation) == 1 ? 1 : 0;
        NativeCell cell = Cells.pick(generation, attempt);
        Outcome outcome = tryObserve(cell, value, bucket);
        while (outcome == Outcome.BUSY) {
            generation = generation(histogram);
            cell = Cells.pick(generation, ++attempt);
            outcome = tryObserve(cell, value, bucket);
        }
        if (options.minResetMillis() == 0 && cell != null) {
            generation.claim(cell);
        }
        boolean populated = outcome == Outcome.POPULATED;
        if ((populated || generation.isOverLimit()) && !Double.isNaN(value) && limit(histogram, generation)) {
            observeShared(histogram, value, bucket);
        }
    }

    private static Outcome tryObserve(@Nullable NativeCell cell, double value, int bucket) {
        if (cell == null) {
            return Outcome.BUSY;
        }
        Outcome outcome = cell.tryObserve(value, bucket);
        while (outcome == Outcome.NO_ROOM) {
            cell.makeRoom(value);
            outcome = cell.tryObserve(value, bucket);
        }
        return outcome;
    }

    private static NativeGeneration generation(HistogramCells histogram) {
        return (NativeGeneration) histogram.first();
    }

    /** Keeps an exemplar for the native buckets. */
    void keep(HistogramCells histogram, Exemplar exemplar) {
        if (options.maxExemplars() > 0 && !Double.isNaN(exemplar.value())) {
            generation(histogram).keep(exemplar, options.maxExemplars(), options.exemplarTtlMillis());
        }
    }

    /**
     * Does one step to limit the number of buckets, if there are too many. If other threads come to do the same
     * meanwhile, it does as many as are necessary, since they go on: it may be the last one to observe.
     *
     * @return whether the observations that were made so far are forgotten
     */
    private boolean limit(HistogramCells histogram, NativeGeneration generation) {
        if (options.maxBuckets() == 0) {
            return false;
        }
        StackRoom.reserve();
        // The thread that limits has perhaps read the cell already, so it is asked to do it once more.
        generation.askForLimiting();
        boolean forgotten = false;
        boolean alone = true;
        do {
            if (!generation.tryLimiting()) {
                break;
            }
            try {
                forgotten |= limitOnce(histogram, generation);
            } finally {
                generation.endLimiting();
            }
            alone &= !generation.isLimitingAskedFor();
        } while (!forgotten && (generation.isLimitingAskedFor() || (!alone && generation.isOverLimit())));
        return forgotten;
    }

    /** Returns whether the observations that were made so far are forgotten. */
    private boolean limitOnce(HistogramCells histogram, NativeGeneration generation) {
        HistogramReading reading = spec.borrow();
        try {
            if (!isOverLimit(generation, reading)) {
                // A reading may have made the scale coarser, and left the cells as they were.
                coarsenCells(generation);
                return false;
            }
            if (mayReset(generation)) {
                return reset(histogram, generation, null);
            }
            if (options.minResetMillis() > 0) {
                generation.wantReset();
            }
            NativeScale coarser = natives(reading).coarser(options.maxZeroThreshold());
            if (coarser == null) {
                // Nothing can be done until there is another bucket.
                generation.overLimit(false);
            } else {
                if (generation.tryCoarsen(natives(reading).startScale(), coarser)) {
                    coarsenCells(generation);
                }
                isOverLimit(generation, reading);
            }
            return false;
        } finally {
            spec.giveBack(reading);
        }
    }

    private boolean isOverLimit(NativeGeneration generation, HistogramReading reading) {
        boolean over = true; // if the reading fails, the next observation tries again
        try {
            readCells(generation, reading);
            over = natives(reading).populated() > options.maxBuckets();
        } finally {
            generation.overLimit(over);
        }
        return over;
    }

    @SuppressWarnings("NullAway") // the readings of a histogram with native buckets have these, too
    private static NativeReading natives(HistogramReading reading) {
        return reading.nativeBuckets();
    }

    private boolean mayReset(NativeGeneration generation) {
        return options.minResetMillis() > 0
                && options.clock().getAsLong() - generation.createdMillis() >= options.minResetMillis();
    }

    /**
     * Has all cells follow the scale of their generation, but those in which a thread stays: they keep a finer one,
     * which readings see to, until the next time. Owners of buffers change their scale when they count.
     */
    private static void coarsenCells(NativeGeneration generation) {
        NativeScale coarser = generation.scale();
        int cells = Cells.count(generation);
        for (int i = 0; i < cells; i++) {
            NativeCell cell = Cells.get(generation, i);
            if (cell != null) {
                cell.coarsen(coarser);
            }
        }
    }

    /**
     * Puts another generation in place, unless a thread stays in a cell.
     *
     * @param last takes what was counted; null if nobody is to read it
     * @return whether there is another generation
     */
    private boolean reset(HistogramCells histogram, NativeGeneration generation, @Nullable HistogramReading last) {
        NativeGeneration next = options.newGeneration(spec.bucketCount());
        Retirement<HistogramImage> retirement = Cells.tryRetire(generation);
        if (retirement == null) {
            return false;
        }
        try {
            if (last != null) {
                readCells(generation, last);
            }
            histogram.begin(next);
            return true;
        } catch (Throwable t) {
            retirement.undo();
            throw t;
        }
    }

    /**
     * Reads all cells and exemplars.
     *
     * @param mayReset whether this reading may be the last before a reset that is wanted
     */
    void read(HistogramCells histogram, HistogramReading reading, boolean mayReset) {
        // Before the cells, and before it is known which generation's.
        histogram.readExemplars(reading);
        NativeGeneration generation = generation(histogram);
        if (mayReset && readAndReset(histogram, generation, reading)) {
            return;
        }
        boolean waiting = options.maxBuckets() > 0 && generation.owned() != OwnedBuffer.none();
        do {
            readCells(generation, reading);
        } while (waiting && !limit(generation, natives(reading)));
    }

    /**
     * Limits the buckets of a reading, which may have some of observations that wait in buffers.
     *
     * @return false if the scale has changed since the reading began, so that there must be another one
     */
    private boolean limit(NativeGeneration generation, NativeReading reading) {
        NativeScale coarser = reading.limit(options.maxBuckets(), options.maxZeroThreshold());
        if (coarser == null) {
            return true;
        }
        if (!generation.tryCoarsen(reading.startScale(), coarser)) {
            return false;
        }
        generation.overLimit(true);
        return true;
    }

    private boolean readAndReset(HistogramCells histogram, NativeGeneration generation, HistogramReading reading) {
        if (!generation.isResetWanted() || !mayReset(generation)) {
            return false;
        }
        StackRoom.reserve();
        boolean asked = generation.isLimitingAskedFor();
        if (!generation.tryLimiting()) {
            return false;
        }
        try {
            return reset(histogram, generation, reading);
        } finally {
            // An observer that meanwhile asked for limiting has gone on. The next observation does it.
            generation.overLimit(generation.isOverLimit() || asked || generation.isLimitingAskedFor());
            generation.endLimiting();
        }
    }

    private void readCells(NativeGeneration generation, HistogramReading reading) {
        reading.start(generation.createdMillis());
        natives(reading).start(generation);
        HistogramCells.readShared(generation, reading);
        OwnedBuffer[] owned = generation.owned();
        int buffers = OwnedBuffer.buffers(owned);
        for (int i = 0; i < buffers; i++) {
            int attempt = 0;
            while (!OwnedBuffer.tryRead(owned, i, (NativeImage) reading.image(), spec.search(), attempt)) {
                attempt++;
            }
            reading.addImage();
        }
        natives(reading).finish();
    }
}
