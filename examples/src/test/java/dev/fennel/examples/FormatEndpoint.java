package dev.fennel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Serves a registry in one format, whichever is requested, on a port of loopback. */
final class FormatEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final Registry registry;
    private final Format format;
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();

    private FormatEndpoint(Registry registry, Format format) throws IOException {
        this.registry = registry;
        this.format = format;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", this::answer);
        server.start();
    }

    static FormatEndpoint of(Registry registry, Format format) throws IOException {
        return new FormatEndpoint(registry, format);
    }

    /** Host and port. */
    String target() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The {@code Accept} headers of the scrapes so far. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            boolean whole = format.write(registry.gather(), body).isEmpty();
            exchange.getResponseHeaders().set("Content-Type", format.contentType());
            exchange.sendResponseHeaders(whole ? 200 : 500, body.size());
            body.writeTo(exchange.getResponseBody());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
