package dev.fennel.http;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Logs the first failure of what is done for each request. A fault in measuring must neither reach the request nor fill
 * the log.
 */
final class FirstFailure {
    private final String message;
    private final AtomicBoolean logged = new AtomicBoolean();

    /**
     * For one thing that may fail.
     *
     * @param message what failed and what becomes of it
     */
    FirstFailure(String message) {
        this.message = message + "; further failures are not logged";
    }

    /** Takes note of a failure, except of one that is the whole JVM's. */
    void report(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error) {
            throw error;
        }
        if (logged.compareAndSet(false, true)) {
            System.getLogger("dev.fennel.httpserver").log(Level.WARNING, message, thrown);
        }
    }
}
