package dev.fennel.exposition.graphite;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends one batch over a TCP connection of its own, within a time limit.
 *
 * <p>A socket can limit how long it connects and reads, but not how long it writes to a server that takes nothing. So
 * the limit is kept by closing the socket, which ends whatever waits for it; closing a delivery does the same.
 */
final class Delivery implements Closeable {
    private final Socket socket = new Socket();

    /**
     * Sends bytes.
     *
     * @param bytes what to send
     * @param address where to; a host name that is not yet resolved is looked up, which the limit cannot cut short
     * @param limit how long it may take
     * @throws IOException if it cannot be done, or not in time, or this is closed
     */
    void send(byte[] bytes, InetSocketAddress address, Duration limit) throws IOException {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        sent.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).exceptionally(late -> {
            close();
            return null;
        });
        try (socket) {
            socket.connect(resolved(address));
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            if (sent.isCompletedExceptionally()) {
                SocketTimeoutException late = new SocketTimeoutException("not sent within " + limit);
                late.initCause(e);
                throw late;
            }
            throw e;
        } finally {
            sent.complete(null);
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress address) {
        return address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
    }

    /** Ends the sending at once, if it goes on or comes later. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to be done with it.
        }
    }
}
