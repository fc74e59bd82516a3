package dev.fennel.registry;

/** Gathers the current metrics, to be encoded, pushed or compared. Safe to be used by several threads. */
@FunctionalInterface
public interface Gatherer {
    /**
     * Gathers all metrics. It does not throw: the result says what went wrong.
     *
     * @return families and errors
     */
    GatherResult gather();
}
