package dev.fennel.pushgateway;

import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Logs what was thrown by a push, or by code of a user's. */
final class FailureText {
    private FailureText() {}

    /**
     * Logs what failed and why, with the exception. Throws nothing, as {@link GatherError#log} does not: neither a
     * broken log nor the text of an exception, which is foreign code, ends what goes on after the failure.
     */
    static void log(Logger logger, Level level, String what, Throwable thrown) {
        String message = message(what, thrown);
        GatherError error = message == null ? GatherError.of(what, thrown) : new GatherError(message, thrown);
        error.log(logger, level);
    }

    /** An IOException of the house says all in its message; null for others. */
    private static @Nullable String message(String what, Throwable thrown) {
        try {
            String message = thrown instanceof IOException ? thrown.getMessage() : null;
            return message == null ? null : what + ": " + message;
        } catch (Throwable e) {
            return null;
        }
    }
}
