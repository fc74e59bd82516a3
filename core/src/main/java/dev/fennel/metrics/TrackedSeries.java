package dev.fennel.metrics;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Stands in a {@link SeriesTable} for a series that may expire, and knows when it was last touched.
 *
 * <p>Look-ups stamp it with the number of the current generation, which {@link SeriesExpiry} advances with each check:
 * one store per generation, and only reads after that. A check sees by the stamp that there was a look-up since the
 * last one, and by the value that there was a write. The same word decides who wins when a look-up meets the end of the
 * series: to expire it, the stamp must still be the one that the check has seen, and is replaced by {@link #EXPIRED},
 * which tells later look-ups that they found nothing.
 */
final class TrackedSeries extends SeriesEntry {
    /** Less than any generation. */
    private static final long EXPIRED = -1;

    private static final VarHandle STAMP;

    static {
        try {
            STAMP = MethodHandles.lookup().findVarHandle(TrackedSeries.class, "stamp", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Instrument series;

    /** The generation of the last look-up; changed by compare-and-set, and never back from {@link #EXPIRED}. */
    private volatile long stamp;

    /** The last stamp of which a check took note. Like the rest, it is used by one check at a time. */
    private long noticed;

    private long activity;
    private long touchedNanos;

    TrackedSeries(Instrument series, long generation, Activity reader, long nowNanos) {
        super(series.labelValues);
        this.series = series;
        this.stamp = generation;
        // Differs from the stamp, so that the first check takes note of all look-ups before it.
        this.noticed = generation - 1;
        this.activity = reader.of(series);
        this.touchedNanos = nowNanos;
    }

    @Override
    Instrument exposed() {
        return series;
    }

    /** Takes note of a look-up; false if it came too late. */
    boolean touch(long generation) {
        while (true) {
            long seen = stamp;
            if (seen >= generation) {
                return true;
            }
            if (seen == EXPIRED) {
                return false;
            }
            if (STAMP.compareAndSet(this, seen, generation)) {
                return true;
            }
        }
    }

    /**
     * Dates what happened since the last check, look-ups and writes, to now.
     *
     * @param ended the generation that the check has just ended; a look-up of a later one will be noticed again by the
     *     next check, since others that find the same stamp may follow it
     */
    void update(long ended, Activity reader, long nowNanos) {
        long latest = stamp;
        long current = reader.of(series);
        if (latest != noticed || current != activity) {
            noticed = Math.min(latest, ended);
            activity = current;
            touchedNanos = nowNanos;
        }
    }

    /** Ends the series if it is idle and there was no look-up since the check took note of the last. */
    boolean expire(long ageNanos, long nowNanos) {
        return nowNanos - touchedNanos >= ageNanos && STAMP.compareAndSet(this, noticed, EXPIRED);
    }

    /**
     * Boils a series down to a number that stays the same while nobody writes to it, and differs, but for a freak
     * coincidence, once somebody changed its value. Used by one thread at a time.
     */
    static final class Activity implements MetricVisitor {
        private long read;

        long of(Instrument series) {
            series.write(this);
            return read;
        }

        @Override
        public void counter(double value, long createdMillis, Exemplar exemplar) {
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

        /** The sum is there for the sake of a histogram whose count began anew. */
        private static long mix(long count, double sum) {
            return 31 * Double.doubleToRawLongBits(sum) + count;
        }
    }
}
