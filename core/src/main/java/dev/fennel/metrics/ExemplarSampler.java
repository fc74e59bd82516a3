package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.registry.GatherError;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides when a series gets its next automatic exemplar, and asks a supplier for it.
 *
 * <p>Until a supplier is set for the first time, all that a counter or histogram does for exemplars is to check
 * {@link #inUse()}. The series of a Vec share one sampler.
 */
final class ExemplarSampler {
    /** How long an exemplar is kept at least: less than ten seconds, so that usual scrapes each find a new one. */
    static final long INTERVAL_MILLIS = 7_000;

    private static final String LEFT_OUT = "its exemplar is left out; further failures are not logged";

    private static final AtomicBoolean TOO_LONG_LOGGED = new AtomicBoolean();

    /** Whether a supplier other than {@link ExemplarSupplier#NONE} has ever been set. */
    private static volatile boolean inUse;

    /** The sampler of instruments without their own; null for none. */
    private static volatile @Nullable ExemplarSampler byDefault;

    private final ExemplarSupplier supplier;
    private final Clock clock;
    private final AtomicBoolean failed = new AtomicBoolean();

    private ExemplarSampler(ExemplarSupplier supplier, Clock clock) {
        this.supplier = supplier;
        this.clock = clock;
    }

    /**
     * A sampler that asks a supplier. Unless that is {@link ExemplarSupplier#NONE}, samplers are in use from now on.
     */
    static ExemplarSampler of(ExemplarSupplier supplier, Clock clock) {
        if (supplier != ExemplarSupplier.NONE) {
            inUse = true;
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

    /**
     * The exemplar to replace the present one with. This runs the supplier, so no lock may be held.
     *
     * @param kept the present one, or null
     * @param value what was observed
     * @return the new exemplar, or null if the present one stays
     */
    @Nullable
    Exemplar next(@Nullable Exemplar kept, double value) {
        if (kept != null && isFresh(kept)) {
            return null;
        }
        try {
            Labels labels = supplier.labels();
            return labels == null || labels.isEmpty() ? null : new Exemplar(labels, value, clock.instant());
        } catch (Throwable thrown) { // also what is not declared, and linkage errors of the tracing behind it
            logOnce(GatherError.of("exemplar supplier " + supplier.getClass().getName(), thrown));
            return null;
        }
    }

    /** Whether an exemplar is recent. One from the future, as found after the clock was set back, is not. */
    @SuppressWarnings("NullAway") // the exemplars that instruments keep all have a timestamp
    private boolean isFresh(Exemplar kept) {
        long age = clock.millis() - kept.timestamp().toEpochMilli();
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
        try {
            return new Exemplar(labels, value, Instant.now());
        } catch (IllegalArgumentException e) {
            if (TOO_LONG_LOGGED.compareAndSet(false, true)) {
                System.getLogger(ExemplarSampler.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                instrument.desc().quoted() + ": " + e.getMessage()
                                        + ", the exemplar is left out; further ones that are too long are not logged");
            }
            return null;
        }
    }

    private void logOnce(GatherError error) {
        if (failed.compareAndSet(false, true)) {
            // The logger is looked up only now, as that may start a whole logging system.
            System.Logger logger = System.getLogger(ExemplarSampler.class.getName());
            new GatherError(error.message() + "; " + LEFT_OUT, error.cause()).log(logger, System.Logger.Level.WARNING);
        }
    }
}
