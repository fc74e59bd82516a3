package dev.fennel.registry;

import java.time.Duration;

/** Gathers the current metrics, to be encoded, pushed or compared. Safe to be used by several threads. */
@FunctionalInterface
public interface Gatherer {
    /**
     * Gathers all metrics. It does not throw: the result says what went wrong.
     *
     * <p>The metrics give their values when they are read. When they have been, call {@link GatherResult#done} on the
     * result, which some gatherers wait for.
     *
     * @return families and errors
     */
    GatherResult gather();

    /**
     * Gathers all metrics that can be had within a time, for a reader that waits no longer. Custom collectors that have
     * not returned by then are left out and reported; all other metrics are in the result.
     *
     * <p>A gatherer that knows no limit does what {@link #gather()} does, and so does this method unless it is
     * overridden. Those of this library keep to the limit, as far as the gatherers that they are made of do.
     *
     * @param timeLimit how long to wait for custom collectors, from now on; zero or less for those alone that need no
     *     waiting
     * @return families and errors
     */
    default GatherResult gather(Duration timeLimit) {
        return gather();
    }
}
