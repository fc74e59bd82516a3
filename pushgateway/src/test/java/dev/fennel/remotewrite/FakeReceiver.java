package dev.fennel.remotewrite;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver on loopback that keeps the requests it gets, and answers as the test says: 204 if it says nothing. */
final class FakeReceiver implements AutoCloseable {
    record Request(Headers headers, byte[] bytes, boolean version2) {
        DecodedRequest decoded() {
            return DecodedRequest.of(bytes, version2);
        }
    }

    /** Answers a request, whose body has been read. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final boolean version2;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    /** A receiver that says what it has written, as those of version 2.0 do, or one that does not. */
    FakeReceiver(boolean version2) throws IOException {
        this.version2 = version2;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String type = exchange.getRequestHeaders().getFirst("Content-Type");
                byte[] body = exchange.getRequestBody().readAllBytes();
                requests.add(new Request(exchange.getRequestHeaders(), body, type.contains("v2")));
                Answer answer = answers.poll();
                if (answer == null) {
                    acceptAll(exchange);
                } else {
                    answer.to(exchange);
                }
            }
        });
        server.start();
    }

    private void acceptAll(HttpExchange exchange) throws IOException {
        if (version2) {
            Request last = requests.get(requests.size() - 1);
            List<String> series = last.decoded().series();
            long histograms = series.stream().filter(text -> text.contains("<")).count();
            written(exchange, series.size() - histograms, histograms);
        }
        exchange.sendResponseHeaders(204, -1);
    }

    static void written(HttpExchange exchange, long samples, long histograms) {
        exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Samples-Written", Long.toString(samples));
        exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Histograms-Written", Long.toString(histograms));
        exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Exemplars-Written", "0");
    }

    /** Adds an answer to a request to come. */
    FakeReceiver then(Answer answer) {
        answers.add(answer);
        return this;
    }

    FakeReceiver then(int status, String body) {
        return then(exchange -> write(exchange, status, body));
    }

    static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/write";
    }

    List<Request> requests() {
        return requests;
    }

    /** All series of all requests. */
    List<String> series() {
        return requests.stream()
                .flatMap(request -> request.decoded().series().stream())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
