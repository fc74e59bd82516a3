package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on loopback that accepts one connection after the other, and treats each in a given way. */
final class FakeCarbon implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    /** What is done with a connection, before it is closed. */
    interface Treatment {
        void treat(InputStream connection) throws Exception;
    }

    private final ServerSocket server = new ServerSocket();
    private final BlockingQueue<String> received;

    private FakeCarbon(Treatment treatment, BlockingQueue<String> received) throws IOException {
        this.received = received;
        server.setReceiveBufferSize(4096);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        Thread thread = new Thread(() -> serve(treatment), "fake-carbon");
        thread.setDaemon(true);
        thread.start();
    }

    static FakeCarbon treating(Treatment treatment) throws IOException {
        return new FakeCarbon(treatment, new LinkedBlockingQueue<>());
    }

    /** Reads each connection to its end, for {@link #received}. */
    static FakeCarbon reading() throws IOException {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        return new FakeCarbon(connection -> bodies.add(new String(connection.readAllBytes(), UTF_8)), bodies);
    }

    private void serve(Treatment treatment) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                treatment.treat(connection.getInputStream());
            } catch (Exception e) {
                // The client is gone, or the server is closed: the test finds out by what it waits for.
            }
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Waits for the next connection to end, and returns what was received over it. */
    String received() throws InterruptedException {
        String body = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (body == null) {
            throw new AssertionError("nothing received within " + LIMIT_SECONDS + " seconds");
        }
        return body;
    }

    /** Whether everything that was received has been fetched. */
    boolean isDrained() {
        return received.isEmpty();
    }

    /** Waits for a latch that the treatment releases. */
    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("not within " + LIMIT_SECONDS + " seconds");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
