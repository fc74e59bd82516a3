package dev.fennel.pushgateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that keeps the requests it gets and answers as the test says. */
final class FakeGateway implements AutoCloseable {
    record Request(String method, String path, Headers headers, byte[] bytes) {
        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** What was pushed, in the text format. */
        GatheredMetrics metrics() {
            return GatheredMetrics.parse(body());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed;

    /** Answers a request, whose body has been read. */
    interface Answer {
        void to(HttpExchange exchange, byte[] body) throws IOException;
    }

    private FakeGateway(Answer answer, CountDownLatch closed) throws IOException {
        this.closed = closed;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                Request request = read(exchange);
                requests.add(request);
                answer.to(exchange, request.bytes());
            }
        });
        server.start();
    }

    static FakeGateway answering(int status) throws IOException {
        return answering(status, "");
    }

    static FakeGateway answering(int status, String body) throws IOException {
        return answering(exchange -> write(exchange, status, body));
    }

    /** Answers the first request with the first status, and so on; all after the last with the last. */
    static FakeGateway answeringInTurn(int... statuses) throws IOException {
        AtomicInteger next = new AtomicInteger();
        return answering(
                exchange -> write(exchange, statuses[Math.min(next.getAndIncrement(), statuses.length - 1)], "sorry"));
    }

    static FakeGateway answering(HttpHandler answer) throws IOException {
        return answering((exchange, body) -> answer.handle(exchange));
    }

    static FakeGateway answering(Answer answer) throws IOException {
        return new FakeGateway(answer, new CountDownLatch(1));
    }

    /** Sends the head and a first part of a body, if there is one, and then nothing until the gateway is closed. */
    static FakeGateway stallingAfter(String part) throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        return new FakeGateway(
                (exchange, body) -> {
                    if (!part.isEmpty()) {
                        exchange.sendResponseHeaders(400, 0);
                        exchange.getResponseBody().write(part.getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                    }
                    await(closed);
                },
                closed);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Request read(HttpExchange exchange) throws IOException {
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toASCIIString(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    Request onlyRequest() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, got " + requests);
        }
        return requests.get(0);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
