package dev.fennel.http;

import dev.fennel.registry.GatherError;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Logs the first failure of something that is done for each request. A fault in measuring must neither make the request
 * fail nor fill the log.
 *
 * <p>Used by any number of threads; exactly one of them logs.
 */
final class FirstFailure {
    private final String what;
    private final AtomicBoolean logged = new AtomicBoolean();

    /**
     * Logs the failures of one thing.
     *
     * @param what what failed, and what becomes of the request or its metrics then
     */
    FirstFailure(String what) {
        this.what = what;
    }

    /** Reports a failure of foreign code, by the rule of {@link GatherError#of}. */
    void report(Throwable thrown) {
        GatherError error = GatherError.of(what, thrown);
        if (logged.compareAndSet(false, true)) {
            new GatherError(what + "; further failures are not logged", error.cause())
                    .log("dev.fennel.httpserver", Level.WARNING);
        }
    }
}
