package dev.fennel.registry;

/** Brings together the current metrics, to be encoded, pushed or compared. Safe to be used by several threads. */
@FunctionalInterface
public interface Gatherer {
    /**
     * Gathers all metrics. It does not throw: what goes wrong is part of the result.
     *
     * @return families and errors
     */
    GatherResult gather();
}
