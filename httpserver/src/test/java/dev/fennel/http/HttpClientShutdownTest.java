package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fennel.httpserver.Behaviour;
import dev.fennel.httpserver.LocalServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A measured client is shut down as another, on the JDKs where that can be done: from Java 21 on. */
class HttpClientShutdownTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Gauge inFlight = Gauge.builder("in_flight", "").build();
    private final CounterVec failures =
            CounterVec.builder("failures_total", "", "reason").build();
    private final HttpClient plain = HttpClient.newHttpClient();
    private final InstrumentedHttpClient client = (InstrumentedHttpClient) ClientInstrumentation.builder()
            .inFlight(inFlight)
            .failures(failures)
            .build()
            .wrap(plain);

    @BeforeEach
    void clientsCanBeClosed() {
        assumeTrue(AutoCloseable.class.isAssignableFrom(HttpClient.class), "Java 21 or newer");
    }

    @Test
    void closingClosesTheGivenClient() throws Exception {
        try (LocalServer server = LocalServer.start(Behaviour.ANSWERS)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hello");
            ((AutoCloseable) (Object) client).close();

            assertThat(client.isTerminated()).isTrue();
            assertThatThrownBy(() -> plain.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .hasMessage("closed");
            assertThatThrownBy(() ->
                            client.sendAsync(request, BodyHandlers.ofString()).join())
                    .hasRootCauseExactlyInstanceOf(IOException.class);
            assertThat(inFlight.value()).isZero();
        }
    }

    @Test
    void shutdownWaitsForRequestsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> {
            asked.countDown();
            await(go);
            Behaviour.ANSWERS.handle(exchange);
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            var response = client.sendAsync(request, BodyHandlers.ofString());
            asked.await();
            client.shutdown();
            client.shutdown();
            assertThat(client.isTerminated()).isFalse();
            assertThat(client.awaitTermination(Duration.ZERO)).isFalse();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("fennel-http-client-closer"))
                    .as("what waits for a request does not keep the JVM")
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
            go.countDown();
            assertThat(response.get().body()).isEqualTo("hello");
            assertThat(client.awaitTermination(LONG)).isTrue();
            assertThat(client.isTerminated()).isTrue();
        }
    }

    @Test
    void shutdownNowGivesRequestsUp() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> {
            asked.countDown();
            await(over);
            exchange.close();
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            var response = client.sendAsync(request, BodyHandlers.ofString());
            asked.await();
            client.shutdownNow();
            assertThat(client.awaitTermination(LONG)).isTrue();
            assertThatThrownBy(response::join).hasRootCauseInstanceOf(IOException.class);
            over.countDown();
        }
        assertThat(inFlight.value()).isZero();
        assertThat(failures.withLabelValues("io").value()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
