package dev.fennel.httpserver;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of a metrics server, which do not keep the JVM from exiting. */
final class DaemonThreads implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    /** Makes threads of one name, for where there is one at a time. */
    static ThreadFactory named(String name) {
        return task -> daemon(task, name);
    }

    @Override
    public Thread newThread(Runnable task) {
        return daemon(task, "fennel-metrics-" + made.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
