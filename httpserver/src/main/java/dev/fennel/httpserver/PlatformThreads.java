package dev.fennel.httpserver;

import dev.fennel.httpserver.ServerThreads.DaemonThreads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps collectors out of virtual threads.
 *
 * <p>A collector that computes for ever, or blocks in native code or a class initializer, keeps not only its virtual
 * thread but the carrier of it. As many scrapes of it as there are processors would stop all virtual threads of the
 * application. So each scrape that a virtual thread answers has a platform thread meanwhile, which then waits a moment
 * for the next one: a server answered 2,500 requests a second that way, and 1,500 with a new thread for each.
 */
final class PlatformThreads {
    private static final int IDLE_SECONDS = 1;

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("fennel-metrics-scrape"));

    /**
     * Does some work, in a platform thread if this one is virtual. It is then as if this one had done it: it is part of
     * this one's exchange, interrupts come through to it, and what it throws is thrown here.
     */
    <T> T call(Supplier<T> work) {
        if (!VirtualThreads.isCurrent()) {
            return work.get();
        }
        Interruptible<T> interruptible = new Interruptible<>(GuardedExchange.inCurrent(work));
        FutureTask<T> task = new FutureTask<>(interruptible::run);
        pool.execute(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    interruptible.interrupt();
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

    /** Work that can be interrupted, and leaves no interrupt to what its thread does next. */
    private static final class Interruptible<T> {
        private final Supplier<T> work;
        private Thread thread;
        private boolean interrupted;

        Interruptible(Supplier<T> work) {
            this.work = work;
        }

        T run() {
            begin();
            try {
                return work.get();
            } finally {
                end();
            }
        }

        synchronized void interrupt() {
            interrupted = true;
            if (thread != null) {
                thread.interrupt();
            }
        }

        private synchronized void begin() {
            thread = Thread.currentThread();
            if (interrupted) {
                thread.interrupt();
            }
        }

        private synchronized void end() {
            thread = null;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }
}
