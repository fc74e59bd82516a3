package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch, and servers that treat it badly. */
class CarbonConnectionTest {
    private static final Duration LONG = Duration.ofDays(1);

    /** More than the buffers of both sides can hold. */
    private static final byte[] LARGE = new byte[64 << 20];

    @Test
    void serverThatTakesNothingIsGivenUp() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeCarbon carbon = FakeCarbon.treating(connection -> FakeCarbon.await(done))) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> new CarbonConnection().send(LARGE, carbon.address(), Duration.ofMillis(50)))
                    .withMessage("not sent within PT0.05S")
                    .withCauseInstanceOf(SocketException.class);
        } finally {
            done.countDown();
        }
    }

    @Test
    void whoFindsItClosedForLackOfTimeAlwaysKnowsWhy() throws Exception {
        CountDownLatch thrown = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CarbonConnection connection = new CarbonConnection() {
            @Override
            public void close() {
                super.close();
                awaitQuietly(thrown); // this thread gets no further before the other has seen it
            }
        };
        try (FakeCarbon carbon = FakeCarbon.treating(accepted -> FakeCarbon.await(done))) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> connection.send(LARGE, carbon.address(), Duration.ofMillis(50)));
        } finally {
            thrown.countDown();
            done.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            FakeCarbon.await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Timeout(60)
    void threadThatWatchesTheTimeEndsWithTheSending() throws Exception {
        ThreadGroup all = new ThreadGroup("sending");
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            Thread sender = new Thread(all, () -> send(new CarbonConnection(), carbon.address()));
            sender.start();
            sender.join();
            while (all.activeCount() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void serverThatAcceptsNothingIsGivenUp() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 1, loopback)) {
            InetSocketAddress address = new InetSocketAddress(loopback, server.getLocalPort());
            for (int i = 0; i < 3; i++) { // the first ones wait to be accepted, further ones for a place among them
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> new CarbonConnection().send(LARGE, address, Duration.ofMillis(50)))
                        .withMessage("not sent within PT0.05S");
            }
        }
    }

    @Test
    void serverThatClosesInTheMiddleIsAnError() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.treating(connection -> connection.readNBytes(1000))) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> new CarbonConnection().send(LARGE, carbon.address(), LONG));
        }
    }

    @Test
    void closingEndsWhatHangs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CarbonConnection connection = new CarbonConnection();
        try (FakeCarbon carbon = FakeCarbon.treating(accepted -> {
            accepted.read();
            begun.countDown();
            FakeCarbon.await(done);
        })) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(connection, carbon.address()));
            FakeCarbon.await(begun);
            connection.close();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(sending::get)
                    .withRootCauseInstanceOf(SocketException.class);
        } finally {
            done.countDown();
        }
    }

    private static void send(CarbonConnection connection, InetSocketAddress address) {
        try {
            connection.send(LARGE, address, LONG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void closedConnectionSendsNothing() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            CarbonConnection connection = new CarbonConnection();
            connection.close();
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> connection.send(LARGE, carbon.address(), LONG));
            new CarbonConnection().send(new byte[] {'x'}, carbon.address(), LONG);
            assertThat(carbon.received()).isEqualTo("x");
            assertThat(carbon.isDrained()).isTrue();
        }
    }
}
