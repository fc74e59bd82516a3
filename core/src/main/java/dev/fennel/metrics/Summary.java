package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.CellLock;
import dev.fennel.internal.quantiles.CkmsStream.SortableDoubles;
import dev.fennel.internal.quantiles.QuantileWindow;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/**
 * Counts and sums observations, such as latencies or sizes, and reports quantiles of the recent ones.
 *
 * <pre>{@code
 * Summary latency = Summary.builder("rpc_duration_seconds", "Latency.")
 *         .objective(.5, .05)
 *         .objective(.99, .001)
 *         .register();
 * latency.observe(0.042);
 * }</pre>
 *
 * <p>Count and sum are of all observations; quantiles are of those in a window that slides along in steps, and NaN if
 * nothing was observed in it. Every reading is exact: count and sum are of the same observations, and a quantile is off
 * by no more than the error of its objective. NaN is counted and makes the sum NaN, but has no part in the quantiles;
 * infinities are the least and the greatest observation.
 *
 * <p>Quantiles of several series or processes cannot be combined into one. For that, use a {@link Histogram}.
 */
public final class Summary extends StripedInstrument implements Observer {
    /*
     * Observations are kept in their cell until it is full, and are then carried to the window, which sorts many at
     * once. What this relies on:
     * 1. The observations in a cell are all of one age bucket, which is noted in the cell.
     * 2. The window has a lock. It is taken before a cell is, never inside one.
     * 3. A thread that fills a cell empties it if the window is free. Else the next one that comes to the full cell
     *    waits for the window and empties the cell, before it observes anything.
     * 4. A reader has the window while it takes and empties each cell in turn.
     *
     * What it guarantees:
     * 1. Count, sum and quantiles are of the same observations, by 4: while a reader has the window, observations that
     *    it has counted cannot be carried there by others, nor can the ones that come later.
     * 2. An observer waits for the window only if its cell is full, or has observations of an older age bucket.
     * 3. Nobody waits in a circle, by 2.
     * 4. No observation counts as younger than it is. An observer that finds by the clock that the age bucket of its
     *    cell is over has the cell emptied first.
     * 5. An observation counts as older than it is only if it came without a look at the clock after the age bucket of
     *    its cell was over. This happens to at most seven in a cell, after a pause, and makes them older by no more
     *    than the time since the last reading, as that emptied the cells.
     *
     * Guarantee 5 is weaker than 4 because a look at the clock costs about as much as all the rest. The first few
     * observations after a cell was emptied each look, so a series that is read more often than used always knows the
     * time. Of those that follow in the same cell, only every eighth looks.
     *
     * No memory is needed inside a cell. A thread that finds none before it takes one has not counted its observation.
     * One that finds none as it empties the cell that its observation has filled has counted it, although the caller
     * gets the error.
     *
     * A thread whose stack ends inside the window or a cell may leave it taken, as CellLock explains: then readers, and
     * observers that wait for the window, wait for ever.
     */
    // A cell, from its start: the lock, the bits of the sum, the count; then, with objectives, the number of
    // observations in it, their age bucket, when that ends, and the observations.
    private static final int SUM = 1;
    private static final int COUNT = 2;
    private static final int SIZE_WITHOUT_OBJECTIVES = 3;
    private static final int KEPT = 3;
    private static final int BUCKET = 4;
    private static final int BUCKET_END = 5;
    private static final int VALUES = 6;
    private static final int CAPACITY = 64;

    private static final int LOOKS_IN_A_ROW = 8;
    private static final int LOOK_AT_EACH = 8;

    private final SummaryBuilder.Spec spec;
    private final long createdMillis = System.currentTimeMillis();

    /** Null if there are no objectives. */
    private final @Nullable QuantileWindow quantiles;

    Summary(SummaryBuilder.Spec spec, String... labelValues) {
        super(labelValues, spec.objectives().count() == 0 ? SIZE_WITHOUT_OBJECTIVES : VALUES + CAPACITY);
        this.spec = spec;
        this.quantiles = spec.objectives().count() == 0 ? null : new QuantileWindow(spec.window());
    }

    /**
     * Starts to build a summary.
     *
     * @param name the name
     * @param help what is observed
     * @return a builder
     */
    public static SummaryBuilder<Summary> builder(String name, String help) {
        return new SummaryBuilder<>(Summary::new, name, help);
    }

    @Override
    public void observe(double value) {
        QuantileWindow window = quantiles;
        if (window == null || Double.isNaN(value)) {
            long[] cell = enter();
            int start = start(cell);
            count(cell, start, value);
            CellLock.leave(cell, start);
        } else {
            observeForQuantiles(window, value);
        }
    }

    private static void count(long[] cell, int start, double value) {
        cell[start + SUM] = Double.doubleToRawLongBits(Double.longBitsToDouble(cell[start + SUM]) + value);
        cell[start + COUNT]++;
    }

    private void observeForQuantiles(QuantileWindow window, double value) {
        // Before the cell is taken: the first call of all loads a class, which can fail.
        long sortable = SortableDoubles.fromDouble(value);
        long[] cell = enterWithRoom(window);
        int start = start(cell);
        count(cell, start, value);
        int kept = (int) cell[start + KEPT]++;
        cell[start + VALUES + kept] = sortable;
        CellLock.leave(cell, start);
        if (kept + 1 == CAPACITY && window.tryEnter()) {
            empty(window, cell);
        }
    }

    /** Takes some cell with room for an observation that is made now. */
    private long[] enterWithRoom(QuantileWindow window) {
        long[] cell = enter();
        while (!hasRoom(cell, start(cell))) {
            CellLock.leave(cell, start(cell));
            window.enter();
            empty(window, cell);
            cell = enter();
        }
        return cell;
    }

    /** Whether a cell is not full and, if it is time to look at the clock, its age bucket is not over. */
    private boolean hasRoom(long[] cell, int start) {
        int kept = (int) cell[start + KEPT];
        if (kept == CAPACITY) {
            return false;
        }
        if (kept < LOOKS_IN_A_ROW || kept % LOOK_AT_EACH == 0) {
            long now = spec.window().now();
            if (kept > 0) {
                return now < cell[start + BUCKET_END];
            }
            if (now >= cell[start + BUCKET_END]) {
                cell[start + BUCKET] = spec.window().bucketAt(now);
                cell[start + BUCKET_END] = spec.window().endOf(cell[start + BUCKET]);
            }
        }
        return true;
    }

    /** Carries the observations of a cell to the window, which the caller has entered and this method leaves. */
    private void empty(QuantileWindow window, long[] cell) {
        try {
            enterAndEmpty(window, cell, start(cell));
            CellLock.leave(cell, start(cell));
        } finally {
            window.leave();
        }
    }

    /** Takes a cell and carries its observations to the window, which the caller has entered. */
    private static void enterAndEmpty(QuantileWindow window, long[] cell, int start) {
        window.makeRoom(CAPACITY);
        CellLock.enter(cell, start);
        if (cell[start + KEPT] > 0) {
            if (!window.collects(cell[start + BUCKET])) {
                CellLock.leave(cell, start);
                // Merging takes long, so it is done outside the cell. Without the window, nobody empties the cell.
                window.merge();
                CellLock.enter(cell, start);
            }
            window.add(cell, start + VALUES, (int) cell[start + KEPT], cell[start + BUCKET]);
            cell[start + KEPT] = 0;
        }
    }

    /**
     * Count, sum and quantiles as they are now.
     *
     * @return a value of its own that does not change
     */
    public SummaryValue snapshot() {
        SummaryReading reading = new SummaryReading(spec.objectives());
        read(reading);
        return reading;
    }

    @Override
    public Desc desc() {
        return spec.desc();
    }

    @Override
    public void write(MetricVisitor visitor) {
        SummaryReading reading = spec.borrow();
        try {
            read(reading);
            visitor.summary(reading);
        } finally {
            spec.giveBack(reading);
        }
    }

    private void read(SummaryReading reading) {
        reading.start(createdMillis);
        QuantileWindow window = quantiles;
        if (window == null) {
            readCells(null, reading);
            return;
        }
        window.enter();
        try {
            readCells(window, reading);
            window.merge();
            reading.quantilesOf(
                    window.whole(spec.window().bucketAt(spec.window().now())));
        } finally {
            window.leave();
        }
    }

    /** Adds all cells to a reading, and empties each if there is a window, which the caller has entered. */
    private void readCells(@Nullable QuantileWindow window, SummaryReading reading) {
        int cells = cellCount();
        for (int i = 0; i < cells; i++) {
            long[] cell = cell(i);
            int start = start(cell);
            if (window == null) {
                CellLock.enter(cell, start);
            } else {
                enterAndEmpty(window, cell, start);
            }
            reading.add(cell[start + COUNT], Double.longBitsToDouble(cell[start + SUM]));
            CellLock.leave(cell, start);
        }
    }
}
