package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.httpserver.Behaviour;
import dev.fennel.httpserver.LocalServer;
import dev.fennel.httpserver.LocalServer.Way;
import dev.fennel.httpserver.RawClient;
import dev.fennel.httpserver.Scraped;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Histogram;
import dev.fennel.testsupport.Threads;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerInstrumentationTest {
    private final ServerInstruments metrics = new ServerInstruments();

    static Stream<Arguments> behavioursInAllWays() {
        return Stream.of(Behaviour.values())
                .flatMap(behaviour -> Stream.of(Way.values()).map(way -> Arguments.of(behaviour, way)));
    }

    @ParameterizedTest
    @MethodSource("behavioursInAllWays")
    void everythingIsMeasured(Behaviour behaviour, Way way) throws Exception {
        try (LocalServer server = LocalServer.start(metrics.build(), way, behaviour)) {
            RawClient client = new RawClient(server.port());
            client.send("GET /a HTTP/1.1", "X-Some: header");
            assertThat(server.awaitHandled().isPresent()).isEqualTo(behaviour.fails());
            client.close();
        }

        // The clock moves when a request begins, when its headers are sent, and when it is over.
        assertThat(metrics.inFlight.value()).isZero();
        assertThat(metrics.requests.series()).hasSize(1);
        assertThat(metrics.requests.withLabelValues("get", behaviour.code).value())
                .isEqualTo(1);
        assertObserved(metrics.duration.withLabelValues(behaviour.code, "get"), behaviour.sendsHeaders ? 2 : 1);
        assertObserved(metrics.responseSize.withLabelValues("get", behaviour.code), behaviour.written);
        // "/a", "GET", "HTTP/1.1", "X-some" and "header", and "test" for the host
        assertThat(metrics.requestSize
                        .withLabelValues("get", behaviour.code)
                        .snapshot()
                        .sum())
                .isEqualTo(29);
        assertThat(metrics.headers.series()).hasSize(behaviour.sendsHeaders ? 1 : 0);
        if (behaviour.sendsHeaders) {
            assertObserved(metrics.headers.withLabelValues(behaviour.code, "get"), 1);
        }
    }

    private static void assertObserved(Histogram histogram, double value) {
        assertThat(histogram.snapshot().count()).isEqualTo(1);
        assertThat(histogram.snapshot().sum()).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void headIsOverWithItsHeaders(Way way) throws Exception {
        try (LocalServer server =
                LocalServer.start(metrics.build(), way, exchange -> exchange.sendResponseHeaders(200, -1))) {
            RawClient.answer(server.port(), "HEAD / HTTP/1.1", "Connection: close");
            server.awaitHandled();
        }

        assertThat(metrics.requests.withLabelValues("head", "200").value()).isEqualTo(1);
        assertObserved(metrics.responseSize.withLabelValues("head", "200"), 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"THROWS_AT_ONCE", "THROWS_IN_THE_BODY", "CLOSES_NOTHING"},
            mode = EnumSource.Mode.EXCLUDE)
    void exchangeIsInFlightUntilAnotherThreadFinishesIt(Behaviour behaviour) throws Exception {
        BlockingQueue<HttpExchange> later = new LinkedBlockingQueue<>();
        HttpHandler handler = metrics.build().wrap(later::add);
        try (LocalServer server = LocalServer.start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1");
            server.awaitHandled();
            assertThat(metrics.inFlight.value()).isEqualTo(1);
            assertThat(metrics.requests.series()).isEmpty();

            behaviour.handle(later.take());
        }
        assertThat(metrics.inFlight.value()).isZero();
        assertThat(metrics.requests.withLabelValues("get", behaviour.code).value())
                .isEqualTo(1);
        assertObserved(metrics.responseSize.withLabelValues("get", behaviour.code), behaviour.written);
    }

    @Test
    void requestIsInFlightWhileItsHandlerRunsEvenAfterTheAnswer() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        HttpHandler handler = metrics.build().wrap(exchange -> {
            Behaviour.ANSWERS.handle(exchange);
            answered.countDown();
            awaitUninterrupted(go);
        });
        try (LocalServer server = LocalServer.start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1");
            answered.await();
            assertThat(metrics.inFlight.value()).isEqualTo(1);
            assertThat(metrics.requests.series()).isEmpty();
            go.countDown();
            server.awaitHandled();
        }
        assertThat(metrics.inFlight.value()).isZero();
        assertThat(metrics.requests.withLabelValues("get", "200").value()).isEqualTo(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void filterSeesWhomTheAuthenticatorTurnsAway() throws Exception {
        try (LocalServer server = LocalServer.start(metrics.build(), Way.AUTHENTICATED_FILTER, Behaviour.ANSWERS)) {
            assertThat(Scraped.get(server.uri("/"), "X-Unknown", "me").statusCode())
                    .isEqualTo(401);
            server.awaitHandled();
        }

        assertThat(metrics.requests.series()).hasSize(1);
        assertThat(metrics.requests.withLabelValues("get", "401").value()).isEqualTo(1);
    }

    @Test
    void innerInstrumentationMeasuresWhatTheOuterDoes() throws Exception {
        Counter outer = Counter.builder("outer_total", "").build();
        HttpHandler handler = ServerInstrumentation.builder()
                .requests(outer)
                .build()
                .wrap(metrics.build().wrap(Behaviour.STREAMS));
        try (LocalServer server = LocalServer.start(handler)) {
            assertThat(Scraped.get(server.uri("/")).body()).isEqualTo("abcdef");
            server.awaitHandled();
        }

        assertThat(outer.value()).isEqualTo(1);
        assertObserved(metrics.responseSize.withLabelValues("get", "201"), 6);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void sizeIsThatOfWhatAStreamOfTheHandlerMakes(Way way) throws Exception {
        HttpHandler compressing = exchange -> {
            exchange.setStreams(null, new DeflaterOutputStream(exchange.getResponseBody()));
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.close();
        };
        byte[] body;
        try (LocalServer server = LocalServer.start(metrics.build(), way, compressing)) {
            body = Scraped.getBytes(server.uri("/")).body();
            server.awaitHandled();
        }

        assertThat(body).hasSizeLessThan(1_000);
        assertObserved(metrics.responseSize.withLabelValues("get", "200"), body.length);
    }

    @Test
    void announcedBodyBelongsToTheSizeOfARequest() throws Exception {
        try (LocalServer server = LocalServer.start(metrics.build(), Way.FILTER, Behaviour.ANSWERS);
                RawClient client = new RawClient(server.port())) {
            client.send("POST /?q=1 HTTP/1.1", "Content-Length: 1000", "X-A: b", "X-A: cd");
            client.sendRaw("x".repeat(1000));
            server.awaitHandled();
        }

        // "/?q=1", "POST", "HTTP/1.1", "test", "Content-Length", "1000", "X-A", "b", "cd", and the body
        assertThat(metrics.requestSize.withLabelValues("post", "200").snapshot().sum())
                .isEqualTo(45 + 1000);
    }

    @Test
    void manyRequestsAtOnceAreAllCounted() throws Exception {
        int threads = 8;
        int each = 100;
        Behaviour[] behaviours = {Behaviour.ANSWERS, Behaviour.STREAMS, Behaviour.CLOSES_THE_BODY_ONLY};
        HttpHandler handler = metrics.build().wrap(exchange -> {
            int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            behaviours[number % behaviours.length].handle(exchange);
        });
        try (LocalServer server = LocalServer.start(handler)) {
            Threads.run(threads, thread -> get(server, thread, each));
            for (int i = 0; i < threads * each; i++) {
                server.awaitHandled();
            }
        }

        assertThat(metrics.inFlight.value()).isZero();
        assertCounts("200", 3 * each, 5);
        assertCounts("201", 3 * each, 6);
        assertCounts("404", 2 * each, 4);
    }

    private static void get(LocalServer server, int thread, int times) {
        try {
            for (int i = 0; i < times; i++) {
                Scraped.send(HttpRequest.newBuilder(server.uri("/" + thread)));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertCounts(String code, int requests, int size) {
        assertThat(metrics.requests.withLabelValues("get", code).value()).isEqualTo(requests);
        assertThat(metrics.duration.withLabelValues(code, "get").snapshot().count())
                .isEqualTo(requests);
        assertThat(metrics.headers.withLabelValues(code, "get").snapshot().count())
                .isEqualTo(requests);
        assertThat(metrics.responseSize.withLabelValues("get", code).snapshot().sum())
                .isEqualTo((double) requests * size);
    }
}
