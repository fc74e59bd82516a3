package dev.fennel.metrics;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.registry.GatherError;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides when a series gets its next automatic exemplar, and gets it from a supplier.
 *
 * <p>While nobody has ever set a supplier, all that a counter or histogram does for exemplars is to look at
 * {@link #inUse()}. The sampler itself is kept where the series of a Vec share it.
 */
final class ExemplarSampler {
    /** For how long an exemplar stays: less than ten seconds, so that each of the usual scrapes may find another. */
    static final long INTERVAL_MILLIS = 7_000;

    private static final String LEFT_OUT = "its exemplar is left out; further failures are not logged";

    /** Whether there has ever been a supplier that may have examples. */
    private static volatile boolean inUse;

    /** For instruments without their own; null for none. */
    private static volatile ExemplarSampler byDefault;

    private final ExemplarSupplier supplier;
    private final Clock clock;
    private final AtomicBoolean failed = new AtomicBoolean();

    ExemplarSampler(ExemplarSupplier supplier, Clock clock) {
        this.supplier = supplier;
        this.clock = clock;
        if (supplier != ExemplarSupplier.NONE) {
            inUse = true;
        }
    }

    static boolean inUse() {
        return inUse;
    }

    static void setDefault(ExemplarSupplier supplier) {
        byDefault = supplier == ExemplarSupplier.NONE ? null : new ExemplarSampler(supplier, Clock.systemUTC());
    }

    /** The sampler of an instrument, given its own or null; null if it has none. */
    static ExemplarSampler orDefault(ExemplarSampler own) {
        return own != null ? own : byDefault;
    }

    /**
     * The exemplar to put in the place of another. Runs the supplier, so nothing must be locked.
     *
     * @param kept the present one, or null
     * @param value what was observed
     * @return the new one, or null if the present one stays
     */
    Exemplar next(Exemplar kept, double value) {
        if (kept != null && isFresh(kept)) {
            return null;
        }
        try {
            Labels labels = supplier.labels();
            return labels == null || labels.isEmpty() ? null : new Exemplar(labels, value, clock.instant());
        } catch (Throwable thrown) { // also what is not declared, and linkage errors of the tracing behind it
            logOnce(GatherError.of("exemplar supplier", thrown).cause());
            return null;
        }
    }

    /** An exemplar from the future, which is there when the clock was set back, is not fresh. */
    private boolean isFresh(Exemplar kept) {
        long age = clock.millis() - kept.timestamp().toEpochMilli();
        return age >= 0 && age < INTERVAL_MILLIS;
    }

    private void logOnce(Throwable thrown) {
        if (failed.compareAndSet(false, true)) {
            // The logger is looked up only now, as that may start a whole logging system.
            String name = supplier.getClass().getName();
            System.Logger logger = System.getLogger(ExemplarSampler.class.getName());
            logger.log(System.Logger.Level.WARNING, "exemplar supplier " + name + " failed, " + LEFT_OUT, thrown);
        }
    }
}
