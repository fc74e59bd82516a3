package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.Metric;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Takes the metrics that a collector hands out during one run, from as many threads as the collector likes. Once the
 * run is over, and once nobody waits for it any more, it keeps nothing and refuses what comes, so that a collector that
 * goes on for ever does not fill the memory, and may learn that it can stop. A run that was refused a metric has
 * failed, even if its collector catches the exception and another gather has come to wait for the run meanwhile: it
 * would pass for complete otherwise.
 *
 * <p>There is no lock, as a collector that calls this at the end of its stack might leave it locked. So what another
 * thread hands out at the moment of the end may be refused and count nevertheless.
 */
final class HandedOut implements Consumer<Metric> {
    static final Metric[] NONE = {};

    private final ConcurrentLinkedQueue<Metric> metrics = new ConcurrentLinkedQueue<>();
    private final @Nullable BooleanSupplier overdue;

    /** Written by the thread of the run, before it takes what is kept; read by all that hand out, after they added. */
    private volatile boolean closed;

    /** Whether a metric came too late. Written by all that hand out; read by the thread of the run when it is over. */
    private volatile boolean refused;

    /** For a run that somebody waits for however long it takes. */
    HandedOut() {
        this(null);
    }

    /**
     * For a run with a deadline.
     *
     * @param overdue whether nobody waits for the run any more; null if somebody always does
     */
    HandedOut(@Nullable BooleanSupplier overdue) {
        this.overdue = overdue;
    }

    /**
     * Runs a collector.
     *
     * @return what it handed out
     * @throws IllegalStateException if a metric came when nobody waited
     * @throws RuntimeException or any error, checked exceptions that were thrown unseen included, from the collector
     */
    Metric[] by(Collector collector) {
        try {
            collector.collect(this);
            closed = true;
            if (refused) {
                throw tooLate();
            }
            return metrics.toArray(NONE);
        } finally {
            closed = true;
            dropAll();
        }
    }

    @Override
    public void accept(Metric metric) {
        refuseIfOver();
        metrics.add(metric);
        if (closed) { // meanwhile, and perhaps before this was added
            dropAll();
            refuseIfOver();
        }
    }

    private void refuseIfOver() {
        if (closed) {
            throw new IllegalStateException("expected metrics until collect has returned, got one afterwards");
        }
        if (overdue != null && overdue.getAsBoolean()) {
            refused = true;
            dropAll();
            throw tooLate();
        }
    }

    /**
     * Does what {@link ConcurrentLinkedQueue#clear} does, for which the JDK makes a lambda on its way to each scrape.
     */
    private void dropAll() {
        Metric dropped;
        do {
            dropped = metrics.poll();
        } while (dropped != null);
    }

    private static IllegalStateException tooLate() {
        return new IllegalStateException("expected metrics while the gather waits, got one after its time was up");
    }
}
