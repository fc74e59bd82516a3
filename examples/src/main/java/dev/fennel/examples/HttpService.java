package dev.fennel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Timer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A service on the JDK's HTTP server that measures its own requests: how many are in flight, how many there were by
 * method and code, and how long they took. Its metrics are served by the same server.
 *
 * <pre>
 * java -Dport=9404 -cp examples/target/fennel-examples.jar dev.fennel.examples.HttpService
 * </pre>
 *
 * <p>Get {@code /hello} a few times, post something to {@code /echo}, and look at {@code http_requests_total} in {@code
 * /metrics}. While {@code curl -T - http://localhost:9404/echo} waits for what you type, that request is in flight.
 */
public final class HttpService {
    private final Gauge inFlight;
    private final CounterVec requests;
    private final Histogram duration;

    private HttpService(Registry registry) {
        inFlight = Gauge.builder("http_requests_in_flight", "Requests being served.").register(registry);
        requests = CounterVec.builder("http_requests_total", "Requests served.", "method", "code")
                .register(registry);
        duration = Histogram.builder("http_request_duration_seconds", "Time to serve a request.")
                .unit("seconds")
                .register(registry);
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws IOException {
        int port = Integer.getInteger("port", 9404);
        Registry registry = Registry.create();
        HttpService service = new HttpService(registry);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", service.measured(HttpService::answer));
        server.createContext("/metrics", MetricsHandler.builder().registry(registry).build());
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println("Metrics are at http://localhost:" + server.getAddress().getPort() + "/metrics");
    }

    private HttpHandler measured(HttpHandler handler) {
        return exchange -> {
            inFlight.inc();
            Timer timer = Timer.start(duration);
            try {
                handler.handle(exchange);
            } finally {
                timer.close();
                inFlight.dec();
                requests.withLabelValues(method(exchange), code(exchange)).inc();
            }
        };
    }

    /** A client may send any method, and each would be a series of its own. */
    private static String method(HttpExchange exchange) {
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS" -> exchange.getRequestMethod();
            default -> "other";
        };
    }

    /** A request that was cut off, or whose handler failed, has no answer. */
    private static String code(HttpExchange exchange) {
        int code = exchange.getResponseCode();
        return code < 0 ? "none" : Integer.toString(code);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/hello" -> send(exchange, 200, "Hello!\n".getBytes(StandardCharsets.UTF_8));
            case "/echo" -> send(exchange, 200, exchange.getRequestBody().readAllBytes());
            default -> send(exchange, 404, "Not found, try /hello\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
