package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fennel.testsupport.FreePort;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "the beginning"})
    void gatewayThatStallsBeforeOrAfterTheHeadTimesOut(String part) throws IOException {
        try (FakeGateway gateway = FakeGateway.stallingAfter(part)) {
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> Pusher.to(gateway.url(), "j")
                            .timeout(Duration.ofMillis(300))
                            .push())
                    .withMessage("PUT " + gateway.url() + "/metrics/job/j: no complete answer within PT0.3S");
        }
    }

    @Test
    void exchangeThatTimesOutClosesItsConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> readToTheEnd(server));
            Pusher pusher = Pusher.to("127.0.0.1:" + server.getLocalPort(), "j");
            assertThatIOException()
                    .isThrownBy(() -> pusher.timeout(Duration.ofSeconds(2)).delete());
            assertThat(received.get(1, TimeUnit.MINUTES)).startsWith("DELETE /metrics/job/j HTTP/1.1\r\n");
        }
    }

    @Test
    void exchangeThatIsInterruptedClosesItsConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Pusher pusher = Pusher.to("127.0.0.1:" + server.getLocalPort(), "j").timeout(Duration.ofHours(1));
            CompletableFuture<String> outcome = new CompletableFuture<>();
            Thread job = new Thread(() -> outcome.complete(interrupted(pusher)));
            job.start();
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(60_000);
                connection.getInputStream().read();
                job.interrupt();
                assertThat(outcome.get(1, TimeUnit.MINUTES)).endsWith("interrupt flag true");
                connection.getInputStream().readAllBytes(); // comes to its end
            }
        }
    }

    private static String readToTheEnd(ServerSocket server) {
        try (Socket connection = server.accept()) {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void longestTimeoutThereIsWorks() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j")
                    .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                    .push();
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @Test
    void refusedConnectionThrowsWithMethodAndUrl() {
        String url = "http://127.0.0.1:" + FreePort.find();
        assertThatIOException()
                .isThrownBy(() -> Pusher.to(url, "j").delete())
                .withMessageStartingWith("DELETE " + url + "/metrics/job/j: ")
                .withCauseInstanceOf(ConnectException.class);
    }

    @Test
    void connectionClosedWithoutAnAnswerThrowsWithMethodAndUrl() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(exchange -> {})) {
            assertThatIOException()
                    .isThrownBy(() -> Pusher.to(gateway.url(), "j").add())
                    .withMessageStartingWith("POST " + gateway.url() + "/metrics/job/j: ");
        }
    }

    @Test
    void interruptEndsThePushAndStaysSet() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            Pusher pusher = Pusher.to(gateway.url(), "j")
                    .timeout(Duration.ofHours(1))
                    .gatherer(() -> {
                        arrived.countDown();
                        return Gathered.ROOM.gather();
                    });
            Thread job = new Thread(() -> outcome.complete(interrupted(pusher)));
            job.start();
            arrived.await();
            job.interrupt();
            assertThat(outcome.get())
                    .isEqualTo("PUT " + gateway.url()
                            + "/metrics/job/j: interrupted while waiting for the answer, interrupt flag true");
            job.join();
        }
    }

    private static String interrupted(Pusher pusher) {
        try {
            pusher.push();
            return "pushed";
        } catch (InterruptedIOException e) {
            return e.getMessage() + ", interrupt flag " + Thread.currentThread().isInterrupted();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void slowAnswerIsReadToItsEnd() throws IOException {
        FakeGateway slow = FakeGateway.answering(exchange -> {
            exchange.sendResponseHeaders(400, 8);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
        });
        try (slow) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> Pusher.to(slow.url(), "j").push())
                    .satisfies(e -> assertThat(e.responseBody()).isEqualTo("halfhalf"));
        }
    }

    @Test
    void bodyThatNeverEndsIsCutAndItsConnectionClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        FakeGateway endless = FakeGateway.answering(exchange -> {
            exchange.sendResponseHeaders(500, 0);
            OutputStream body = exchange.getResponseBody();
            try {
                while (true) {
                    body.write("0123456789".getBytes(StandardCharsets.UTF_8)); // throws when the connection is closed
                }
            } finally {
                closed.countDown();
            }
        });
        try (endless) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> Pusher.to(endless.url(), "j").push())
                    .satisfies(e -> {
                        assertThat(e.statusCode()).isEqualTo(500);
                        assertThat(e.responseBody())
                                .hasSize(4096)
                                .startsWith("01234567890")
                                .endsWith("012345");
                    });
            assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void bodyThatBreaksOffThrowsWithMethodAndUrl() throws IOException {
        FakeGateway broken = FakeGateway.answering(exchange -> {
            exchange.sendResponseHeaders(500, 100);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("breaks the connection off");
        });
        try (broken) {
            assertThatIOException()
                    .isThrownBy(() -> Pusher.to(broken.url(), "j").push())
                    .withMessageStartingWith("PUT " + broken.url() + "/metrics/job/j: ")
                    .withCauseInstanceOf(IOException.class);
        }
    }
}
