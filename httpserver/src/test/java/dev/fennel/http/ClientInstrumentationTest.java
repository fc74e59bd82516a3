package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.fennel.httpserver.Behaviour;
import dev.fennel.httpserver.LocalServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Labels;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientInstrumentationTest {
    private final Gauge inFlight = Gauge.builder("in_flight", "").build();
    private final CounterVec requests =
            CounterVec.builder("requests_total", "", "method", "code").build();
    private final HistogramVec duration =
            HistogramVec.builder("duration_seconds", "", "code", "method").build();
    private final CounterVec failures =
            CounterVec.builder("failures_total", "", "method", "reason").build();
    private final AtomicLong seconds = new AtomicLong();
    private final HttpClient plain = HttpClient.newHttpClient();
    private final HttpClient client = builder().build().wrap(plain);

    private ClientInstrumentation.Builder builder() {
        return ClientInstrumentation.builder()
                .inFlight(inFlight)
                .requests(requests)
                .duration(duration)
                .failures(failures)
                .clock(() -> seconds.getAndIncrement() * 1_000_000_000L);
    }

    /** The ways to send a request, which fail with the same exceptions. */
    enum Sending {
        SEND {
            @Override
            <T> HttpResponse<T> with(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
                    throws Exception {
                return client.send(request, handler);
            }
        },
        SEND_ASYNC {
            @Override
            <T> HttpResponse<T> with(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
                    throws Exception {
                return result(client.sendAsync(request, handler));
            }
        },
        SEND_ASYNC_AND_REFUSE_PUSHES {
            @Override
            <T> HttpResponse<T> with(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
                    throws Exception {
                return result(client.sendAsync(request, handler, null));
            }
        };

        abstract <T> HttpResponse<T> with(HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> handler)
                throws Exception;

        private static <T> T result(CompletableFuture<T> future) throws Exception {
            try {
                return future.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw (Exception) e.getCause();
            }
        }
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }

    private void assertFailed(String reason) {
        assertThat(inFlight.value()).isZero();
        assertThat(requests.series()).isEmpty();
        assertThat(duration.series()).isEmpty();
        assertThat(failures.series()).hasSize(1);
        assertThat(failures.withLabelValues("get", reason).value()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void answeredRequestIsCountedAndTimed(Sending sending) throws Exception {
        try (LocalServer server = LocalServer.start(exchange -> {
            assertThat(inFlight.value()).isEqualTo(1);
            Behaviour.CLOSES_THE_BODY_ONLY.handle(exchange);
        })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .POST(BodyPublishers.ofString("x"))
                    .build();
            assertThat(sending.with(client, request, BodyHandlers.ofString()).body())
                    .isEqualTo("none");
            assertThat(server.awaitHandled()).isEmpty();
        }

        assertThat(inFlight.value()).isZero();
        assertThat(requests.withLabelValues("post", "404").value()).isEqualTo(1);
        assertThat(duration.withLabelValues("404", "post").snapshot().sum()).isEqualTo(1);
        assertThat(failures.series()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void refusedConnectionIsAFailureToConnect(Sending sending) {
        HttpRequest request = get(URI.create("http://127.0.0.1:" + FreePort.find() + "/"));

        assertThatThrownBy(() -> sending.with(client, request, BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
        assertFailed("connect");
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void lateAnswerIsATimeout(Sending sending) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/late")) {
                awaitAndClose(over, exchange);
            } else {
                Behaviour.ANSWERS.handle(exchange);
            }
        })) {
            // Leaves a connection for the request to use, which else might have no time to connect: another reason.
            plain.send(get(server.uri("/")), BodyHandlers.ofString());
            HttpRequest request = HttpRequest.newBuilder(server.uri("/late"))
                    .timeout(Duration.ofMillis(100))
                    .build();
            assertThatThrownBy(() -> sending.with(client, request, BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class);
            over.countDown();
        }
        assertFailed("timeout");
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void closedConnectionIsAFaultOfIt(Sending sending) throws Exception {
        try (LocalServer server = LocalServer.start(Behaviour.CLOSES_EARLY)) {
            assertThatThrownBy(() -> sending.with(client, get(server.uri("/")), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
        assertFailed("io");
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void bodyHandlerThatThrowsIsAnotherFailure(Sending sending) throws Exception {
        try (LocalServer server = LocalServer.start(Behaviour.ANSWERS)) {
            assertThatThrownBy(() -> sending.with(client, get(server.uri("/")), info -> {
                        throw new IllegalStateException("not understood");
                    }))
                    .hasStackTraceContaining("not understood");
        }
        assertThat(failures.series()).hasSize(1);
        assertThat(inFlight.value()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    void requestThatIsRefusedIsAnotherFailure(Sending sending) {
        HttpRequest request = get(URI.create("http://127.0.0.1/"));

        assertThatThrownBy(() -> sending.with(client, request, null)).isInstanceOf(NullPointerException.class);
        assertFailed("other");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancellingCancelsTheExchangeAndIsAFailure(boolean derived) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> {
            asked.countDown();
            try {
                writeUntilItFails(exchange);
            } finally {
                gone.countDown();
            }
        })) {
            CompletableFuture<HttpResponse<String>> future =
                    client.sendAsync(get(server.uri("/")), BodyHandlers.ofString());
            asked.await();
            assertThat(inFlight.value()).isEqualTo(1);
            CompletableFuture<?> cancelled = derived ? future.thenApply(HttpResponse::body) : future;
            assertThat(cancelled.cancel(true)).isTrue();
            assertThatThrownBy(cancelled::join).hasStackTraceContaining("CancellationException"); // bare or as cause
            assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
        }
        while (failures.withLabelValues("get", "cancelled").value() == 0) { // until another thread has counted
            Thread.onSpinWait();
        }
        assertFailed("cancelled");
    }

    @Test
    void completingTheFutureWithoutAResponseIsAFailure() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> awaitAndClose(over, exchange))) {
            var future = client.sendAsync(get(server.uri("/")), BodyHandlers.ofString());
            assertThat(future.complete(null)).as("as completeOnTimeout does").isTrue();
            over.countDown();
        }
        assertFailed("cancelled");
    }

    private static void awaitAndClose(CountDownLatch latch, HttpExchange exchange) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        exchange.close();
    }

    private static void writeUntilItFails(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (true) {
            exchange.getResponseBody().write(new byte[1024]);
            exchange.getResponseBody().flush();
        }
    }

    @Test
    void interruptedSendIsCancelled() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (LocalServer server = LocalServer.start(exchange -> {
            asked.countDown();
            awaitAndClose(over, exchange);
        })) {
            List<Throwable> thrown = new ArrayList<>();
            Thread sender = new Thread(() -> {
                try {
                    client.send(get(server.uri("/")), BodyHandlers.ofString());
                } catch (IOException | InterruptedException e) {
                    thrown.add(e);
                }
            });
            sender.start();
            asked.await();
            sender.interrupt();
            sender.join();
            over.countDown();
            assertThat(thrown).hasSize(1).hasOnlyElementsOfType(InterruptedException.class);
        }
        assertFailed("cancelled");
    }

    @Test
    void labelsAndExemplarsComeFromTheRequest() throws Exception {
        CounterVec calls =
                CounterVec.builder("calls_total", "", "host", "method").build();
        HttpClient labelled = ClientInstrumentation.builder()
                .requests(calls)
                .label("host", request -> request.uri().getHost())
                .extraMethods("QUERY")
                .exemplars(request -> Labels.of(
                        "trace_id", request.headers().firstValue("X-Trace").orElse("")))
                .build()
                .wrap(client);
        try (LocalServer server = LocalServer.start(Behaviour.ANSWERS)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/"))
                    .header("X-Trace", "4bf9")
                    .method("QUERY", BodyPublishers.noBody())
                    .build();
            labelled.send(request, BodyHandlers.discarding());
        }

        assertThat(Written.by(calls.withLabelValues("127.0.0.1", "query"))
                        .exemplars()
                        .get(0)
                        .labels())
                .isEqualTo(Labels.of("trace_id", "4bf9"));
        assertThat(requests.withLabelValues("unknown", "200").value()).isEqualTo(1);
    }

    @Test
    void manyRequestsAtOnceAreAllCounted() throws Exception {
        int threads = 8;
        int each = 100;
        try (LocalServer server = LocalServer.start(Behaviour.ANSWERS)) {
            Threads.run(threads, thread -> {
                List<CompletableFuture<?>> sent = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    sent.add(client.sendAsync(get(server.uri("/")), BodyHandlers.discarding()));
                    if (i % 10 == 9) {
                        sent.forEach(CompletableFuture::join);
                    }
                }
            });
        }
        assertThat(inFlight.value()).isZero();
        assertThat(requests.withLabelValues("get", "200").value()).isEqualTo(threads * each);
        assertThat(duration.withLabelValues("200", "get").snapshot().count()).isEqualTo(threads * each);
    }

    @Test
    void wrappedClientHasTheSameProperties() {
        assertThat(client.version()).isEqualTo(plain.version());
        assertThat(client.followRedirects()).isEqualTo(plain.followRedirects());
        assertThat(client.sslContext()).isSameAs(plain.sslContext());
        assertThat(client.connectTimeout()).isEqualTo(plain.connectTimeout());
        assertThat(client.newWebSocketBuilder()).isNotNull();
    }
}
