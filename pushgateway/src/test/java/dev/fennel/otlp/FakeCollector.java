package dev.fennel.otlp;

import com.google.protobuf.Message;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A receiver on loopback that keeps the requests it gets, and answers as the test says: 200 if it says nothing. */
final class FakeCollector implements AutoCloseable {
    record Request(String path, Headers headers, byte[] bytes) {
        Message decoded() {
            boolean json = "application/json".equals(headers.getFirst("Content-Type"));
            return json ? DecodedExport.ofJson(plain()) : DecodedExport.ofProtobuf(plain());
        }

        private byte[] plain() {
            if (!headers.containsKey("Content-Encoding")) {
                return bytes;
            }
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Answers a request, whose body has been read. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    FakeCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                requests.add(new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
                Answer answer = answers.poll();
                if (answer == null) {
                    write(exchange, 200, "application/x-protobuf", new byte[0]);
                } else {
                    answer.to(exchange);
                }
            }
        });
        server.start();
    }

    /** Adds an answer to a request to come. */
    FakeCollector then(Answer answer) {
        answers.add(answer);
        return this;
    }

    FakeCollector then(int status, String text) {
        return then(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    FakeCollector then(int status, String type, byte[] body) {
        return then(exchange -> write(exchange, status, type, body));
    }

    private static void write(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** All metrics of all requests. */
    List<String> metrics() {
        return requests.stream()
                .flatMap(request -> DecodedExport.metrics(request.decoded()).stream())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
