package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread that runs custom collectors for one gather, and ends with them.
 *
 * <p>There is no pool: a thread that idles until the next scrape would keep what the last collectors left in its thread
 * locals, and on older JDKs the protection domains of whoever started it, and with these the class loader of an
 * application that has been redeployed meanwhile. Between scrapes a pool would let its threads go anyway.
 *
 * <p>A collector may gather from within, even the registry that it is registered in. The thread runs all collectors of
 * such a gather itself, so it has to know what it is in already: if it ran that once more, it would go round until the
 * stack ends.
 */
final class CollectorThread extends Thread {
    static final AtomicLong STARTED = new AtomicLong();

    /** Whatever is under way in this thread: one collector within the other. Used by this thread alone. */
    private final Set<RegisteredCollector> entered = Collections.newSetFromMap(new IdentityHashMap<>(4));

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

    /** Whether this thread is in a collector already, and must not run it once more. */
    static boolean isIn(RegisteredCollector registered) {
        return Thread.currentThread() instanceof CollectorThread current && current.entered.contains(registered);
    }

    /**
     * Notes that this thread is in a collector, or is about to run it.
     *
     * @return whether this is to be taken back with {@link #leave}: not if it was noted before, and not in a thread of
     *     another kind, which runs no foreign code
     */
    static boolean enter(RegisteredCollector registered) {
        return Thread.currentThread() instanceof CollectorThread current && current.entered.add(registered);
    }

    static void leave(RegisteredCollector registered) {
        if (Thread.currentThread() instanceof CollectorThread current) {
            current.entered.remove(registered);
        }
    }

    /** What is wrong with a collector that this thread {@linkplain #isIn is in}. */
    static MetricFault alreadyIn() {
        return new MetricFault(
                "under way in this thread already, left out of what a collector gathers from within itself");
    }

    /** Makes the threads; something else in tests. */
    @FunctionalInterface
    interface Factory {
        /** Makes a thread that is not started yet. */
        Thread newThread(Runnable task, @Nullable ClassLoader contextLoader);
    }
}
