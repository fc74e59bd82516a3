package dev.fennel.httpserver;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads for exchanges: as many as there are exchanges, up to a limit, behind which they queue. Threads idle
 * for a while end, and none is left when there is nothing to do.
 *
 * <p>A {@link ThreadPoolExecutor} starts a thread when its queue refuses a task. So the queue takes a task only if a
 * thread waits for one, and what finds all threads taken is put into it by force. It has no bound of its own, but holds
 * at most one task for each open connection.
 */
final class ExchangePool extends ThreadPoolExecutor {
    /** More than the scrapes that a server's own handler takes at once, so that some are left to say so. */
    static final int MAX_THREADS = 100;

    private static final int IDLE_SECONDS = 10;

    ExchangePool() {
        super(0, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new Handover(), new DaemonThreads(), ExchangePool::queue);
    }

    /** Whether exchanges wait for a thread. */
    boolean isCrowded() {
        return !getQueue().isEmpty();
    }

    private static void queue(Runnable task, ThreadPoolExecutor pool) {
        if (!pool.isShutdown()) { // otherwise the server is being closed, and its connections with it
            pool.getQueue().add(task);
        }
    }

    private static final class Handover extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }

        /** Takes the task in any case. Says so itself, as some JDKs have it call the method above. */
        @Override
        public boolean add(Runnable task) {
            return super.offer(task);
        }
    }
}
