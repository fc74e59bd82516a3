package dev.fennel.model;

import java.util.function.Consumer;

/**
 * Anything that a registry collects metrics from: an instrument, or a library author's code that reads state kept
 * elsewhere.
 *
 * <p>Both methods may be called at any time and by several threads at once; a registry collects in threads of its own.
 * A collector that throws, or does not return in time, loses its own metrics of that gather and nothing else. The
 * library holds no lock while it runs.
 */
public interface Collector {
    /**
     * Hands out the Descs of all metrics that {@link #collect} may ever hand out, the same ones each time. A collector
     * that hands out none is unchecked: it is always accepted, and its metrics are only checked when gathered.
     *
     * @param out takes each Desc
     */
    void describe(Consumer<? super Desc> out);

    /**
     * Hands out the metrics as they are now.
     *
     * @param out takes each metric, from any thread; throws {@link IllegalStateException} after this method has
     *     returned, or when the gather waits for it no longer
     */
    void collect(Consumer<? super Metric> out);
}
