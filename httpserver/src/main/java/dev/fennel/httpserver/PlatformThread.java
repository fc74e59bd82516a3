package dev.fennel.httpserver;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Keeps collectors out of virtual threads.
 *
 * <p>A collector that computes for ever, or blocks in native code or a class initializer, keeps not only its virtual
 * thread but the carrier of it. As many scrapes of it as there are processors would stop all virtual threads of the
 * application. A platform thread for each scrape costs some 50 microseconds, and is all that such a collector can take.
 */
final class PlatformThread {
    private static final ThreadFactory THREADS = DaemonThreads.named("fennel-metrics-scrape");

    private PlatformThread() {}

    /**
     * Does some work, in a platform thread of its own if this one is virtual. It is then as if this one had done it: it
     * is part of this one's exchange, interrupts come through to it, and what it throws is thrown here.
     */
    static <T> T call(Supplier<T> work) {
        if (!VirtualThreads.isCurrent()) {
            return work.get();
        }
        FutureTask<T> task = new FutureTask<>(RunningExchange.inCurrent(work)::get);
        Thread thread = THREADS.newThread(task);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a supplier throws nothing else
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
