package dev.fennel.pushgateway;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The HTTP client of all pushers that were given none.
 *
 * <p>A client owns a thread, which on Java 17 nothing but the collection of the client ends, and which keeps the class
 * loader of whoever made the client: through its access control context and its context class loader. So:
 *
 * <ol>
 *   <li>Only a push under way holds the client. A client that a field held would live as long as the class loader, and
 *       its thread would keep that for ever: an application that pushed once could not be unloaded.
 *   <li>Pushes share it until it is collected, so that its thread and its connections are used again, and so that there
 *       are never more clients than there were collections.
 *   <li>Worker threads keep the class loader too, so they end after one idle second; without an executor of its own, a
 *       client's threads live for a minute.
 *   <li>The context class loader of all these threads is that of the system, as none needs another. Otherwise a servlet
 *       container would warn of threads that an application has failed to stop, although they end soon.
 * </ol>
 *
 * <p>Safe for use by any number of threads.
 */
final class SharedClient {
    private static final ReentrantLock LOCK = new ReentrantLock();

    /** Guarded by {@link #LOCK}. */
    private static WeakReference<HttpClient> latest = new WeakReference<>(null);

    private SharedClient() {}

    /** The client, to be kept until the answer is there. */
    static HttpClient get() {
        LOCK.lock();
        try {
            HttpClient client = latest.get();
            if (client == null) {
                client = newClient();
                latest = new WeakReference<>(client);
            }
            return client;
        } finally {
            LOCK.unlock();
        }
    }

    static HttpClient newClient() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader()); // the client's own thread inherits it
        try {
            // HTTP/1.1 because over plain HTTP the offer to upgrade to HTTP/2 makes some proxies fail.
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(workers())
                    .build();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Executor workers() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(null, work, "fennel-pusher-http", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            return thread;
        });
    }
}
