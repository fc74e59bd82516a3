package dev.fennel.httpserver;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of a metrics server, which do not keep the JVM from exiting. */
final class DaemonThreads implements ThreadFactory {
    /** More than the scrapers and people that look at once, and few enough not to be felt. */
    static final int POOL_SIZE = 8;

    private final AtomicInteger made = new AtomicInteger();

    /** A pool in which a scrape that blocks leaves threads for the next; threads idle for a minute end. */
    static ThreadPoolExecutor newPool() {
        // The queue has no bound of its own, as a refused task would leave its connection open and unanswered. It
        // holds at most one task for each open connection.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                POOL_SIZE, POOL_SIZE, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), new DaemonThreads());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "fennel-metrics-" + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
