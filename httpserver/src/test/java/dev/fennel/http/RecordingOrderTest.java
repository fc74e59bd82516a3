package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fennel.httpserver.Behaviour;
import dev.fennel.httpserver.LocalServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.testsupport.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whoever sees a request counted also sees its other measurements: here the function for a label of the count. */
class RecordingOrderTest {
    private final List<String> recorded = new ArrayList<>();
    private final Gauge inFlight = Gauge.builder("in_flight", "").build();
    private final CounterVec requests =
            CounterVec.builder("requests_total", "", "label").build();
    private final CounterVec failures =
            CounterVec.builder("failures_total", "", "label").build();

    private String label() {
        recorded.add("counted, " + inFlight.value() + " in flight");
        return "";
    }

    private HttpClient client() {
        return ClientInstrumentation.builder()
                .inFlight(inFlight)
                .requests(requests)
                .failures(failures)
                .duration(seconds -> recorded.add("timed"))
                .label("label", request -> label())
                .build()
                .wrap(HttpClient.newHttpClient());
    }

    @Test
    void requestToAServerIsCountedLast() {
        RequestInstrumentation.<String>builder()
                .inFlight(inFlight)
                .requests(requests)
                .duration(seconds -> recorded.add("timed"))
                .label("label", request -> label())
                .build()
                .begin("request", "GET")
                .end();

        assertThat(recorded).containsExactly("timed", "counted, 0.0 in flight");
    }

    @Test
    void requestOfAClientIsCountedLast() throws Exception {
        try (LocalServer server = LocalServer.start(Behaviour.ANSWERS)) {
            client().send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
        }

        assertThat(recorded).containsExactly("timed", "counted, 0.0 in flight");
    }

    @Test
    void requestOfAClientIsRecordedBeforeItsFutureIsComplete() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> {
            await(waiting);
            Behaviour.ANSWERS.handle(exchange);
        })) {
            CompletableFuture<Double> seen = client().sendAsync(
                            HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding())
                    .thenApply(answer -> inFlight.value());
            waiting.countDown();
            assertThat(seen.get()).isZero();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void failureOfAClientIsCountedLast() {
        HttpRequest refused = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + FreePort.find() + "/"))
                .build();
        assertThatIOException().isThrownBy(() -> client().send(refused, BodyHandlers.discarding()));

        assertThat(recorded).containsExactly("counted, 0.0 in flight");
    }
}
