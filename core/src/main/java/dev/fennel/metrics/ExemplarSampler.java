package dev.fennel.metrics;

import dev.fennel.internal.LoggedOnce;
import dev.fennel.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.registry.GatherError;
import java.time.Clock;
import java.time.Instant;

/**
 * Decides when a series gets its next automatic exemplar, and asks a supplier for it. The series of a Vec share one
 * sampler.
 *
 * <p>An observation must be cheap, so it does not look at the clock. A reading does, if it
 * {@linkplain dev.fennel.model.MetricVisitor#takesExemplars takes} exemplars: it marks those that have been there long
 * enough, and the next observation asks the supplier. Until a supplier is set for the first time, all that a counter or
 * histogram does for exemplars is to check {@link #inUse()}. Asking for the time at each observation cost 40 ns.
 *
 * <ol>
 *   <li>A place for an exemplar holds null or a {@link Kept}, and is changed by one atomic store. So of the threads
 *       that want to fill it, one does.
 *   <li>The mark is in the {@code Kept} itself: it is about that exemplar alone. A mark that comes while another thread
 *       replaces the exemplar goes with the old one. If it were beside the exemplar, it could make the new one be
 *       replaced at once.
 *   <li>A supplier without a trace is asked at the next observation again, but only {@value #MAX_ASKS} times between
 *       two readings: for a busy series that nobody traces, it costs nothing most of the time. Threads that count down
 *       at the same time may lose some of it, which makes it a few times more. They may also lose a mark that is made
 *       just then; the next reading makes it again.
 *   <li>A thread that dies while it asks has replaced nothing: the next observation asks.
 * </ol>
 */
final class ExemplarSampler {
    /** How long an exemplar is kept at least: less than ten seconds, so that usual scrapes each find a new one. */
    static final long INTERVAL_MILLIS = 7_000;

    /** How often a supplier is asked in vain for one place between two readings. */
    static final int MAX_ASKS = 10_000;

    private static final String LEFT_OUT = "its exemplar is left out; further failures are not logged";

    private static final LoggedOnce TOO_LONG_LOGGED = new LoggedOnce();

    /** Whether a supplier other than {@link ExemplarSupplier#NONE} has ever been set. */
    private static volatile boolean inUse;

    /** The sampler of instruments without their own; null for none. */
    private static volatile @Nullable ExemplarSampler byDefault;

    private final ExemplarSupplier supplier;
    private final Clock clock;
    private final LoggedOnce failed = new LoggedOnce();

    private ExemplarSampler(ExemplarSupplier supplier, Clock clock) {
        this.supplier = supplier;
        this.clock = clock;
    }

    /** Loads and initializes what the first exemplar needs. */
    static void rehearse() {
        isWanted(new Kept(new Exemplar(Labels.EMPTY, 0, Instant.now()), 0));
    }

    /**
     * A sampler that asks a supplier. Unless that is {@link ExemplarSupplier#NONE}, samplers are in use from now on.
     */
    static ExemplarSampler of(ExemplarSupplier supplier, Clock clock) {
        if (supplier != ExemplarSupplier.NONE) {
            inUse = true;
            GatherError.of("", new IllegalStateException()); // loaded now, and not at the end of a stack
        }
        return new ExemplarSampler(supplier, clock);
    }

    static boolean inUse() {
        return inUse;
    }

    static void setDefault(ExemplarSupplier supplier) {
        byDefault = supplier == ExemplarSupplier.NONE ? null : of(supplier, Clock.systemUTC());
    }

    /** The sampler of an instrument, which may have its own; null if there is neither that nor a default. */
    static @Nullable ExemplarSampler orDefault(@Nullable ExemplarSampler own) {
        return own != null ? own : byDefault;
    }

    /** Whether the supplier is to be asked for an exemplar for a place. */
    static boolean isWanted(@Nullable Kept kept) {
        return kept == null || kept.asks > 0;
    }

    /**
     * Asks the supplier for an exemplar that is wanted. No lock may be held.
     *
     * @param kept what is in the place for it
     * @param value what was observed
     * @return what is to replace it, perhaps without an exemplar; null if it stays
     */
    @Nullable
    Kept next(@Nullable Kept kept, double value) {
        Exemplar exemplar = ask(value);
        if (exemplar != null) {
            return new Kept(exemplar, 0);
        }
        if (kept == null) {
            return new Kept(null, MAX_ASKS - 1);
        }
        kept.countDown();
        return null;
    }

    private @Nullable Exemplar ask(double value) {
        try {
            Labels labels = supplier.labels();
            return labels == null || labels.isEmpty() ? null : new Exemplar(labels, value, clock.instant());
        } catch (Throwable thrown) { // also what is not declared, and linkage errors of the tracing behind it
            logOnce(GatherError.of("exemplar supplier " + supplier.getClass().getName(), thrown));
            return null;
        }
    }

    /** The time for {@link #renew}, in milliseconds since the epoch. */
    long millis() {
        return clock.millis();
    }

    /** Marks an exemplar as to be replaced, if it has been there long enough. */
    static void renew(@Nullable Kept kept, long nowMillis) {
        if (kept != null && !(kept.exemplar != null && isFresh(kept.exemplar, nowMillis))) {
            kept.asks = MAX_ASKS;
        }
    }

    /** Whether an exemplar is recent. One from the future, as found after the clock was set back, is not. */
    @SuppressWarnings("NullAway") // the exemplars that instruments keep all have a timestamp
    private static boolean isFresh(Exemplar exemplar, long nowMillis) {
        long age = nowMillis - exemplar.timestamp().toEpochMilli();
        return age >= 0 && age < INTERVAL_MILLIS;
    }

    /**
     * The exemplar that an application gives with an observation, which counts whatever the exemplar is like.
     *
     * @param instrument the instrument that observed
     * @param labels the exemplar's labels
     * @param value what was observed
     * @return the exemplar; null if the labels are too long, which is logged once
     */
    static @Nullable Exemplar given(Instrument instrument, Labels labels, double value) {
        int length = Exemplar.length(labels);
        if (length <= Exemplar.MAX_CODE_POINTS) {
            return new Exemplar(labels, value, Instant.now());
        }
        if (TOO_LONG_LOGGED.isDue()) {
            new GatherError(instrument.desc().quoted() + ": exemplar labels " + labels + " have " + length
                            + " code points, expected at most " + Exemplar.MAX_CODE_POINTS
                            + ", the exemplar is left out; further ones that are too long are not logged")
                    .log(ExemplarSampler.class.getName(), System.Logger.Level.WARNING);
        }
        return null;
    }

    private void logOnce(GatherError error) {
        if (failed.isDue()) {
            new GatherError(error.message() + "; " + LEFT_OUT, error.cause())
                    .log(ExemplarSampler.class.getName(), System.Logger.Level.WARNING);
        }
    }

    /** What is in the place for an exemplar, once the supplier was asked. */
    static final class Kept {
        /** Null if there was no trace yet. */
        final @Nullable Exemplar exemplar;

        /**
         * How often the supplier may be asked in vain; zero if nothing is wanted. Written by readings and observers.
         */
        private volatile int asks;

        Kept(@Nullable Exemplar exemplar, int asks) {
            this.exemplar = exemplar;
            this.asks = asks;
        }

        private void countDown() {
            asks = Math.max(0, asks - 1);
        }
    }
}
