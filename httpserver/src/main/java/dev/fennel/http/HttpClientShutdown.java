package dev.fennel.http;

import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shuts a client down in the steps that {@code HttpClient} has from Java 21 on: refuse new requests, wait for those
 * under way, give these up.
 *
 * <p>Code that is compiled for Java 17 cannot call these methods, but it can see that the client is
 * {@code AutoCloseable}, and {@code close} does all the steps: it refuses new requests, waits for those under way, and
 * gives them up when it is interrupted. So this class closes the client in a thread of its own, which can be
 * interrupted and waited for. Before Java 21 a client has nothing to close, and nobody calls these methods.
 *
 * <p>Used by any number of threads. If {@code close} throws, that is logged and the client counts as closed, so that
 * nobody waits for ever.
 */
final class HttpClientShutdown {
    private final HttpClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    /** The thread that closes the client; null until there is one. Written under the lock. */
    private volatile @Nullable Thread thread;

    HttpClientShutdown(HttpClient client) {
        this.client = client;
    }

    /** Whether new requests are to be refused. */
    boolean isShutdown() {
        return thread != null;
    }

    /** Refuses new requests, and waits for nothing. */
    void shutdown() {
        startedThread();
    }

    /** Refuses new requests, and gives up those that are under way. */
    void shutdownNow() {
        startedThread().interrupt();
    }

    /** The thread that closes the client, started by the first call. The lock ensures that there is only one. */
    private Thread startedThread() {
        lock.lock();
        try {
            Thread closer = thread;
            if (closer == null) {
                closer = new Thread(this::close, "fennel-http-client-closer");
                closer.setDaemon(true);
                closer.start();
                thread = closer;
            }
            return closer;
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        try {
            Object maybe = client; // HttpClient itself is not AutoCloseable in Java 17
            if (maybe instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Throwable e) { // a client is foreign code
            GatherError.of("close() of an HTTP client", e).log("dev.fennel.httpserver", Level.WARNING);
        } finally {
            closed.countDown();
        }
    }

    /** Waits until the client is closed. Returns false if it is not closed within the limit. */
    boolean await(Duration limit) throws InterruptedException {
        return closed.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }
}
