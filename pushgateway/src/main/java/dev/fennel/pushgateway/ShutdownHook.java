package dev.fennel.pushgateway;

import java.time.Duration;

/**
 * Runs something when the JVM ends, unless it was removed before: at a signal such as SIGTERM, at {@link System#exit},
 * or at the end of the last thread.
 *
 * <p>The JVM runs all its hooks side by side, goes on running all other threads meanwhile, and waits for the hooks and
 * for nothing else. So a hook here waits for what it has started, wherever that runs, but no longer than
 * {@link #LIMIT}: what hangs must not keep the JVM from ending.
 *
 * <p>Until it is removed, the JVM refers to the hook and to all that it runs; afterwards to neither.
 */
final class ShutdownHook {
    /** The longest time that a hook takes: much less than a container or an init system waits before it kills. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Thread thread;

    ShutdownHook(Runnable action) {
        thread = new Thread(null, action, "fennel-pusher-shutdown", 0, false);
    }

    void add() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException | SecurityException e) {
            // The JVM is ending already, or refuses hooks to this code. What is pushed is pushed without one.
        }
    }

    /** Takes the hook back; when called again, or when it runs, does nothing. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException | SecurityException e) {
            // The JVM is ending, or this code could not add a hook either.
        }
    }
}
