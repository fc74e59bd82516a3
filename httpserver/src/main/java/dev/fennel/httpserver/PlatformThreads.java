package dev.fennel.httpserver;

import dev.fennel.httpserver.ServerThreads.DaemonThreads;
import dev.fennel.httpserver.internal.Nullable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps collectors out of virtual threads.
 *
 * <p>A collector that computes for ever, or blocks in native code or a class initializer, holds up not only its virtual
 * thread but the carrier of it. As many scrapes of it as there are processors would stop all virtual threads of the
 * application. So a virtual thread that answers a scrape hands the gathering to a platform thread and waits for it.
 * That thread then waits a second for the next scrape: a server answered 2,500 requests a second that way, and 1,500
 * with a new thread for each.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>Whoever interrupts a thread does so to cancel its work, and not only its wait.
 *   <li>The scraper limits the number of scrapes at a time, if anything does: the pool has no limit.
 * </ol>
 *
 * <p>Guarantees of {@link #call}, for a virtual thread; a platform thread does the work itself:
 *
 * <ol>
 *   <li>It returns or throws when the work has ended, never before, so that the caller's exchange outlives all work
 *       that belongs to it.
 *   <li>The work belongs to the {@link GuardedExchange} of the caller.
 *   <li>Interrupts of the caller reach the work, whether they come before it begins or while it runs, and the caller is
 *       still interrupted when {@code call} returns. An interrupt that comes after the work has ended does not reach
 *       the platform thread: {@code begin}, {@code interrupt} and {@code end} exclude each other by the lock of
 *       {@code Interruptible}. It is no monitor, because an interrupt can close a channel that a collector waits for,
 *       and that can take time, in which a virtual thread would keep its carrier.
 *   <li>The platform thread goes to its next work without an interrupt that was meant for this one. An interrupt that
 *       the work itself leaves behind is cleared by the pool.
 *   <li>What the work throws is thrown to the caller as it is, errors and undeclared exceptions included. The platform
 *       thread survives them, as the {@code FutureTask} catches everything.
 *   <li>If no platform thread can be started, {@code call} throws what the JVM throws then, an
 *       {@code OutOfMemoryError}, and the work is not done.
 * </ol>
 */
final class PlatformThreads {
    private static final int IDLE_SECONDS = 1;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("fennel-metrics-scrape"));

    /** Does some work, in a platform thread if this one is virtual, as if this one had done it. */
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
                } catch (OutOfMemoryError e) {
                    // There is no memory to wait with. Whoever leaves now leaves an answer that nobody closes.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (ExecutionException e) {
            throw PlatformThreads.<RuntimeException>unchecked(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Throws anything, also an exception that a collector threw without declaring it. */
    @SuppressWarnings("unchecked") // the compiler takes the exception for a RuntimeException
    private static <E extends Throwable> RuntimeException unchecked(@Nullable Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Work that can be interrupted, and leaves no interrupt to what its thread does next. */
    static final class Interruptible<T> {
        private final Supplier<T> work;
        private final ReentrantLock lock = new ReentrantLock();

        // Guarded by the lock.
        private @Nullable Thread thread;
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

        void interrupt() {
            lock.lock();
            try {
                interrupted = true;
                if (thread != null) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        private void begin() {
            lock.lock();
            try {
                thread = Thread.currentThread();
                if (interrupted) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            lock.lock();
            try {
                thread = null;
                if (interrupted) {
                    Thread.interrupted();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
