package dev.fennel.exposition.graphite;

/** What a {@link GraphiteBridge} does with a push in which some metrics could not be gathered or encoded. */
public enum BridgeErrorHandling {
    /** Pushes the metrics that are left; the missing ones show in the error log alone. The default. */
    CONTINUE,

    /** Pushes nothing; the push fails. */
    ABORT
}
