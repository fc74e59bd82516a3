package dev.fennel.pushgateway;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Logs what was thrown by a push, or by code of a user's. The text of an exception is foreign code too, and may throw.
 */
final class FailureText {
    private FailureText() {}

    /** Logs an exception: its text behind the message, and the exception itself if its stack trace can be written. */
    static void log(Logger logger, Level level, String message, Throwable thrown) {
        String text = message + of(thrown);
        try {
            logger.log(level, text, thrown);
        } catch (Throwable e) { // the stack trace contains the text
            logger.log(level, text);
        }
    }

    /** The message of an IOException; others may have none. */
    private static String of(Throwable failure) {
        try {
            return failure instanceof IOException ? String.valueOf(failure.getMessage()) : failure.toString();
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
    }
}
