package dev.fennel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * An exporter for many targets, in the way of blackbox_exporter: it tries to connect to the one that the request names,
 * and answers with the metrics of that attempt. Each request has a registry of its own.
 *
 * <pre>
 * java -Dport=9409 -cp examples/target/fennel-examples.jar dev.fennel.examples.Prober
 * </pre>
 *
 * <p>Get {@code /probe?target=localhost:9409}. The metrics of the prober itself are at {@code /metrics}. Whoever can
 * reach it can make it connect to anything that it can reach, so it belongs inside a network.
 */
public final class Prober {
    private static final String TARGET = "target=";
    private static final int TIMEOUT_MILLIS = 5000;

    private Prober() {}

    /** Serves until it is stopped. */
    public static void main(String[] args) throws IOException {
        int port = Integer.getInteger("port", 9409);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/probe", Prober::probe);
        server.createContext("/metrics", MetricsHandler.builder().build());
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println(
                "Metrics are at http://localhost:" + server.getAddress().getPort() + "/metrics");
    }

    private static void probe(HttpExchange exchange) throws IOException {
        InetSocketAddress target = target(exchange.getRequestURI());
        if (target == null) {
            byte[] body = "expected /probe?target=HOST:PORT\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            return;
        }
        Registry registry = Registry.create();
        Gauge success = Gauge.builder("probe_success", "Whether the target accepted a connection.")
                .register(registry);
        Gauge duration = Gauge.builder("probe_duration_seconds", "Time that the attempt to connect took.")
                .unit("seconds")
                .register(registry);
        long start = System.nanoTime();
        success.set(connects(target) ? 1 : 0);
        duration.set((System.nanoTime() - start) / 1e9);
        try (MetricsHandler handler =
                MetricsHandler.builder().gatherer(registry).build()) {
            handler.handle(exchange);
        }
    }

    /** The target that the query names, or null if it names none. */
    private static InetSocketAddress target(URI request) {
        String query = request.getQuery();
        if (query == null || !query.startsWith(TARGET)) {
            return null;
        }
        try {
            URI target = new URI("tcp://" + query.substring(TARGET.length()));
            return new InetSocketAddress(target.getHost(), target.getPort());
        } catch (URISyntaxException | IllegalArgumentException e) { // such as a port above 65535
            return null;
        }
    }

    private static boolean connects(InetSocketAddress target) {
        try (Socket socket = new Socket()) {
            socket.connect(target, TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
