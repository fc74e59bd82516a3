package dev.fennel.exposition.graphite;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection to carbon, which sends one batch of lines within a time limit.
 *
 * <p>A socket has timeouts for connecting and reading, but none for writing to a server that reads nothing. So when the
 * time is up, another thread closes the socket, which ends whatever waits for it. Closing this connection does the
 * same. {@link #send} is called once; {@link #close} may be called by any thread at any time. Tests override it.
 */
class CarbonConnection implements Closeable {
    private final Socket socket = new Socket();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Written before the socket is closed, so that who finds it closed knows why. */
    private volatile boolean late;

    /**
     * Sends bytes.
     *
     * @param bytes what to send
     * @param address the receiver; if its host name is not resolved, it is looked up, which the limit cannot interrupt
     * @param limit how long to connect and send
     * @throws IOException if the bytes cannot be sent, or not in time, or this connection is closed
     */
    void send(byte[] bytes, InetSocketAddress address, Duration limit) throws IOException {
        startWatch(limit);
        try (socket) {
            socket.connect(resolved(address));
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            if (late) {
                SocketTimeoutException timeout = new SocketTimeoutException("not sent within " + limit);
                timeout.initCause(e);
                throw timeout;
            }
            throw e;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Starts the thread that closes this connection when the time is up. It ends with the sending, unlike the JDK's one
     * thread for the timeouts of a {@code CompletableFuture}, which before JDK 25 keeps the class loader of the
     * application that used it first.
     */
    private void startWatch(Duration limit) {
        Thread watch = new Thread(
                () -> {
                    if (!endsWithin(limit)) {
                        late = true;
                        close();
                    }
                },
                "fennel-graphite-limit");
        watch.setDaemon(true);
        watch.start();
    }

    private boolean endsWithin(Duration limit) {
        try {
            return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false; // nobody else knows this thread
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }

    /** Ends sending at once, whether it is in progress or starts later. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is not used any more.
        }
    }
}
