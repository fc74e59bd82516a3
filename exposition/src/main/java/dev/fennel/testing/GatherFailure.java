package dev.fennel.testing;

import dev.fennel.registry.GatherError;
import java.util.List;

/** Makes a test fail if a gather or an encoder reports errors. */
final class GatherFailure {
    private GatherFailure() {}

    /**
     * Throws an {@link AssertionError} if there are errors. Its message lists them; the first cause is its cause, and
     * the others are suppressed exceptions.
     */
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
