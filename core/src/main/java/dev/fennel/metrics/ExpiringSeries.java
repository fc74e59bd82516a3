package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Stands in a {@link SeriesTable} for a series that may expire, and knows when it was last touched.
 *
 * <p>A touch is a look-up, or a write that changes the value. Look-ups leave a stamp: the number of the current
 * generation, which {@link SeriesExpiry} advances with each check. So a look-up stores at most once per generation, and
 * only reads otherwise. What this relies on:
 *
 * <ol>
 *   <li>The stamp is changed by compare-and-set only. It never goes down, except to {@link #EXPIRED}, and never changes
 *       again after that.
 *   <li>One check at a time calls {@link #update} and then {@link #expire}. All fields but the stamp are its own.
 *   <li>No check notices the stamp of a generation that has not ended. If it finds one, it notes the generation that it
 *       has just ended instead, so {@code expire} expects another stamp than there is.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>Either a look-up finds the series alive and the check that runs at that time does not expire it, or the series
 *       expires and the look-up finds nothing. A look-up that leaves a stamp and a check that expires the series change
 *       the same field, each from the value that it has seen, so only one of them succeeds. Most look-ups find the
 *       stamp of the current generation and change nothing: by 3, a check cannot expire the series then. If the end of
 *       the series were a field of its own, a look-up could return a series that has just left.
 *   <li>A check notices every look-up whose stamp is another one than the check before has noticed, and every write
 *       after which the value is another one. What it notices it dates to its own time, never earlier.
 *   <li>Nobody waits. A thread that dies in a look-up has touched the series or not.
 * </ol>
 */
non-sealed class ExpiringSeries extends SeriesEntry {
    /** Less than any generation. */
    private static final long EXPIRED = -1;

    private static final VarHandle STAMP;

    static {
        try {
            STAMP = MethodHandles.lookup().findVarHandle(ExpiringSeries.class, "stamp", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Instrument series;

    /** The generation of the last look-up; changed by compare-and-set, and never back from {@link #EXPIRED}. */
    private volatile long stamp;

    /** The last stamp that a check has noticed. Like the fields below, it is used by one check at a time. */
    private long noticed;

    private long activity;
    private long touchedNanos;

    ExpiringSeries(Instrument series, long generation, long nowNanos) {
        super(series.labelValues);
        this.series = series;
        this.stamp = generation;
        // Differs from the stamp, so that the first check notices all look-ups before it.
        this.noticed = generation - 1;
        this.activity = new Activity().of(series); // not that of a check, which another thread may use now
        this.touchedNanos = nowNanos;
        // Changes nothing, but links the call: the first one takes more stack than there may be in a check.
        replaceStamp(generation, generation);
    }

    @Override
    final Instrument exposed() {
        return series;
    }

    /** Leaves the stamp of a look-up; false if the series has expired. */
    final boolean touch(long generation) {
        while (true) {
            long seen = stamp;
            if (seen >= generation) {
                return true;
            }
            if (seen == EXPIRED) {
                return false;
            }
            if (replaceStamp(seen, generation)) {
                return true;
            }
        }
    }

    /** Changes the stamp, unless another thread was faster. */
    boolean replaceStamp(long seen, long next) {
        return STAMP.compareAndSet(this, seen, next);
    }

    /**
     * Dates the look-ups and writes since the last check to now.
     *
     * @param ended the generation that the check has just ended. A look-up of a later generation will be noticed again
     *     by the next check, since others that find the same stamp, and leave no trace, may follow it.
     */
    final void update(long ended, Activity reader, long nowNanos) {
        long latest = stamp;
        long current = reader.of(series);
        if (latest != noticed || current != activity) {
            noticed = Math.min(latest, ended);
            activity = current;
            touchedNanos = nowNanos;
        }
    }

    /** Ends the series if it is idle and there was no look-up since {@link #update} noticed the last one. */
    final boolean expire(long ageNanos, long nowNanos) {
        return nowNanos - touchedNanos >= ageNanos && replaceStamp(noticed, EXPIRED);
    }

    /**
     * Reduces the value of a series to a number: the same one while nobody writes to the series, and with all
     * likelihood another one after somebody changed the value. Used by one thread at a time.
     */
    static final class Activity implements MetricVisitor {
        private long read;

        long of(Instrument series) {
            series.write(this);
            return read;
        }

        @Override
        public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
            read = Double.doubleToRawLongBits(value);
        }

        @Override
        public void gauge(double value) {
            read = Double.doubleToRawLongBits(value);
        }

        @Override
        public void untyped(double value) {
            read = Double.doubleToRawLongBits(value);
        }

        @Override
        public void histogram(HistogramValue value) {
            read = mix(value.count(), value.sum());
        }

        @Override
        public void summary(SummaryValue value) {
            read = mix(value.count(), value.sum());
        }

        /** The sum matters for a histogram that was reset, and has come to the same count again. */
        private static long mix(long count, double sum) {
            return 31 * Double.doubleToRawLongBits(sum) + count;
        }
    }
}
