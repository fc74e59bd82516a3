package dev.fennel.testing;

import dev.fennel.registry.GatherError;
import java.util.List;

/** Makes the errors of a gather fail a test. */
final class GatherFailure {
    private GatherFailure() {}

    /** Throws an {@link AssertionError} that lists the errors, with their causes, unless there are none. */
    static void throwIfAny(String what, List<GatherError> errors) {
        if (errors.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(what).append(':');
        errors.forEach(error -> message.append("\n  ").append(error.message()));
        AssertionError failure = new AssertionError(message.toString());
        for (GatherError error : errors) {
            if (error.cause() == null) {
                continue;
            }
            if (failure.getCause() == null) {
                failure.initCause(error.cause());
            } else {
                failure.addSuppressed(error.cause());
            }
        }
        throw failure;
    }
}
