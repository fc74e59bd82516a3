package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread that runs custom collectors for one gather, and ends with them.
 *
 * <p>There is no pool: a thread that idles until the next scrape would keep what the last collectors left in its thread
 * locals, and on older JDKs the protection domains of whoever started it, and with these the class loader of an
 * application that has been redeployed meanwhile. Between scrapes a pool would let its threads go anyway.
 */
final class CollectorThread extends Thread {
    private static final AtomicLong STARTED = new AtomicLong();

    CollectorThread(Runnable task, @Nullable ClassLoader contextLoader) {
        super(null, task, "fennel-collector-" + STARTED.incrementAndGet(), 0, false);
        setDaemon(true);
        setContextClassLoader(contextLoader);
    }

    /**
     * Whether a collector is running in this thread, so that a gather here is a part of that run. It must not wait for
     * others then, who may be waiting for it.
     */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof CollectorThread;
    }

    /** Makes the threads; something else in tests. */
    @FunctionalInterface
    interface Factory {
        /** Makes a thread that is not started yet. */
        Thread newThread(Runnable task, @Nullable ClassLoader contextLoader);
    }
}
