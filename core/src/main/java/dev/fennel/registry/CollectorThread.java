package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.StackRoom;
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
 * stack ends. So has any other thread that lets a registry {@linkplain Registry#collect collect}.
 */
final class CollectorThread extends Thread {
    static final AtomicLong STARTED = new AtomicLong();

    /** What is under way in threads of other kinds. Each has a set only while it is in a collector. */
    private static final ThreadLocal<Set<RegisteredCollector>> ELSEWHERE = new ThreadLocal<>();

    /** Whatever is under way in this thread: one collector within the other. Used by this thread alone. */
    private final Set<RegisteredCollector> entered = newSet();

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
        Set<RegisteredCollector> entered = entered();
        return entered != null && entered.contains(registered);
    }

    /**
     * Notes that this thread is in a collector, or is about to run it. Makes sure that the stack has room to take that
     * back: else a thread that lives on would be in the collector for ever.
     *
     * @return whether this is to be taken back with {@link #leave}: not if it was noted before
     */
    static boolean enter(RegisteredCollector registered) {
        StackRoom.reserve();
        Set<RegisteredCollector> entered = entered();
        if (entered == null) {
            entered = newSet();
            ELSEWHERE.set(entered);
        }
        return entered.add(registered);
    }

    static void leave(RegisteredCollector registered) {
        Set<RegisteredCollector> entered = entered();
        if (entered != null) {
            entered.remove(registered);
            if (entered.isEmpty()) {
                ELSEWHERE.remove();
            }
        }
    }

    private static @Nullable Set<RegisteredCollector> entered() {
        return Thread.currentThread() instanceof CollectorThread current ? current.entered : ELSEWHERE.get();
    }

    private static Set<RegisteredCollector> newSet() {
        return Collections.newSetFromMap(new IdentityHashMap<>(4));
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
