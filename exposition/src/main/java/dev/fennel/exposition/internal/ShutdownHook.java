package dev.fennel.exposition.internal;

import java.time.Duration;

/**
 * Closes something that pushes when the JVM ends, unless it was removed before: at a signal such as SIGTERM, at
 * {@link System#exit}, or at the end of the last thread.
 *
 * <p>The JVM runs all its hooks side by side, goes on running all other threads meanwhile, and waits for the hooks and
 * for nothing else, without any limit of its own. So the hook's thread only waits, and no longer than {@link #LIMIT}.
 * What may hang is done by daemon threads, which can be left behind: the closing, as a receiver may not answer, a
 * collector may not return, or a lock may be held by the thread that called {@code System.exit}; and the message that
 * something was left behind, as a log may block, too.
 *
 * <p>Until it is removed, the JVM refers to the hook and to all that it runs; afterwards to neither.
 */
public final class ShutdownHook {
    /** The system property with the longest time that a hook takes, in seconds. */
    private static final String LIMIT_PROPERTY = "fennel.shutdown.seconds";

    /** Much less than a container or an init system waits before it kills. */
    private static final long DEFAULT_LIMIT_SECONDS = 5;

    /** The longest time that a hook takes. */
    public static final Duration LIMIT = limit();

    /** Enough for a log that works. */
    private static final Duration LOG_LIMIT = Duration.ofMillis(500);

    /** How long the closing may take. */
    public static final Duration CLOSE_LIMIT = LIMIT.minus(LOG_LIMIT);

    private final Thread thread;

    /**
     * Makes a hook that is not added yet.
     *
     * @param closing runs in a thread of its own, and returns when all is closed, by whomever
     * @param late logs that there was not enough time, in another thread
     */
    public ShutdownHook(Runnable closing, Runnable late) {
        thread = new Thread(null, () -> run(closing, late), "fennel-shutdown", 0, false);
    }

    private static Duration limit() {
        try {
            return Duration.ofSeconds(Math.max(1, Long.getLong(LIMIT_PROPERTY, DEFAULT_LIMIT_SECONDS)));
        } catch (SecurityException e) { // this code may not read it
            return Duration.ofSeconds(DEFAULT_LIMIT_SECONDS);
        }
    }

    /** Has the JVM run this at its end. */
    public void add() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException | SecurityException e) {
            // The JVM is ending already, or refuses hooks to this code. What is pushed is pushed without one.
        }
    }

    /** Takes the hook back; when called again, or when it runs, does nothing. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException | SecurityException e) {
            // The JVM is ending, or this code could not add a hook either.
        }
    }

    private static void run(Runnable closing, Runnable late) {
        if (!endsWithin(CLOSE_LIMIT, closing)) {
            endsWithin(LOG_LIMIT, late);
        }
    }

    private static boolean endsWithin(Duration limit, Runnable work) {
        Thread worker = new Thread(null, work, "fennel-closing", 0, false);
        worker.setDaemon(true);
        worker.start();
        try {
            worker.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody knows this thread; the JVM ends without waiting further
        }
        return !worker.isAlive();
    }
}
