package dev.fennel.registry;

import dev.fennel.internal.Nullable;

/** Says why a metric is left out of a gather. Without a stack trace: it is caught in the same gather. */
final class MetricFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MetricFault(String message) {
        super(message, null, false, false);
    }

    /** Throws unless the fault is null. */
    static void throwIf(@Nullable String fault) {
        if (fault != null) {
            throw new MetricFault(fault);
        }
    }
}
