package dev.fennel.http;

import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shuts a client down in the steps that {@code HttpClient} has from Java 21 on.
 *
 * <p>Code that is compiled for Java 17 cannot call them, but it can see that the client is {@code AutoCloseable}, and
 * closing it does all of them: it refuses new requests, waits for those under way, and gives these up when it is
 * interrupted. So closing it in a thread of its own, which can be interrupted and waited for, makes up the steps.
 * Before Java 21 a client has nothing to close, and nobody calls these methods.
 */
final class HttpClientShutdown {
    private final HttpClient client;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Closes the client; null until then. Written under the lock. */
    private volatile Thread thread;

    HttpClientShutdown(HttpClient client) {
        this.client = client;
    }

    /** Whether new requests are to be refused. */
    boolean isShutdown() {
        return thread != null;
    }

    /** Refuses new requests and waits for nothing. The lock is only held to start the thread once. */
    synchronized void shutdown() {
        if (thread == null) {
            Thread closer = new Thread(this::close, "fennel-http-client-closer");
            closer.setDaemon(true);
            closer.start();
            thread = closer;
        }
    }

    /** Gives up the requests that are under way, too. */
    void shutdownNow() {
        shutdown();
        thread.interrupt();
    }

    private void close() {
        try {
            Object maybe = client; // HttpClient itself is not AutoCloseable in Java 17
            if (maybe instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            System.getLogger("dev.fennel.httpserver").log(Level.WARNING, "HTTP client cannot be closed", e);
        } finally {
            closed.countDown();
        }
    }

    /** Waits until the client is closed; true if it is. */
    boolean await(Duration limit) throws InterruptedException {
        return closed.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
