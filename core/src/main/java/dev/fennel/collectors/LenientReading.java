package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.Metric;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the metrics of one scrape from the platform, where a failure costs what could not be read and nothing else.
 *
 * <p>Metrics are read first and handed out afterwards, so that an exception of the caller's consumer is not taken for
 * such a failure. Used by one thread.
 */
final class LenientReading implements Consumer<Metric> {
    private final List<Metric> metrics = new ArrayList<>();

    /**
     * Reads from a collector. If that fails, what it handed out before is kept.
     *
     * @param what what is read, for the log
     * @param part hands out metrics
     */
    void collect(String what, Collector part) {
        try {
            part.collect(this);
        } catch (Throwable e) { // linkage errors of a platform that lacks something, too
            logFailure(what, e);
        }
    }

    /**
     * Logs why something is missing from a scrape.
     *
     * @param what what was read
     * @param fault why it could not be read
     */
    static void logFailure(String what, Throwable fault) {
        GatherError.of("left out of this scrape, as it cannot be read: " + what, fault)
                .log(LenientReading.class.getPackageName(), System.Logger.Level.DEBUG);
    }

    @Override
    public void accept(Metric metric) {
        metrics.add(metric);
    }

    void handOut(Consumer<? super Metric> out) {
        metrics.forEach(out);
    }
}
