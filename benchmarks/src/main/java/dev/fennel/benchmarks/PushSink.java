package dev.fennel.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** A receiver on loopback that accepts whatever is pushed to it, and counts the bytes. */
final class PushSink implements AutoCloseable {
    /** More than any request has. Who pushes by remote write is content if what it sent was written. */
    private static final String ALL = "1000000000";

    private final HttpServer server;
    private final AtomicLong bytes = new AtomicLong();

    PushSink() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::accept);
        server.start();
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes.addAndGet(read);
            }
            exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Samples-Written", ALL);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics");
    }

    /** How many bytes all bodies have had so far. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
