package dev.fennel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * Several handlers that share their metrics. A Vec is curried for each handler: the label {@code handler} is fixed
 * there, and the instrumentation finds the values of the others, {@code code} and {@code method}.
 *
 * <pre>
 * java -Dport=9405 -cp examples/target/fennel-examples.jar dev.fennel.examples.PerHandler
 * </pre>
 *
 * <p>Get {@code /push} and {@code /pull} a few times, and compare {@code sum by (handler)
 * (rate(shop_requests_total[5m]))}.
 */
public final class PerHandler {
    /** The metrics of all handlers. */
    static final class HandlerMetrics {
        private final Gauge inFlight;
        private final CounterVec requests;
        private final HistogramVec durations;

        HandlerMetrics(Registerer registerer) {
            inFlight = Gauge.builder("shop_requests_in_flight", "Requests being served.")
                    .register(registerer);
            requests = CounterVec.builder("shop_requests_total", "Requests served.", "handler", "code", "method")
                    .register(registerer);
            durations = HistogramVec.builder("shop_request_duration_seconds", "Time to serve a request.", "handler")
                    .unit("seconds")
                    .buckets(.01, .05, .25, 1, 5)
                    .register(registerer);
        }

        HttpHandler measure(String name, HttpHandler handler) {
            Labels labels = Labels.of("handler", name);
            return ServerInstrumentation.builder()
                    .inFlight(inFlight)
                    .requests(requests.curryWith(labels))
                    .duration(durations.curryWith(labels))
                    .build()
                    .wrap(handler);
        }
    }

    private PerHandler() {}

    /** Serves until it is stopped. */
    public static void main(String[] args) throws IOException {
        int port = Integer.getInteger("port", 9405);
        Registry registry = Registry.create();
        HandlerMetrics metrics = new HandlerMetrics(registry);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/push", metrics.measure("push", exchange -> send(exchange, "Pushed\n")));
        server.createContext("/pull", metrics.measure("pull", exchange -> send(exchange, "Pulled\n")));
        server.createContext(
                "/metrics", MetricsHandler.builder().registry(registry).build());
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println(
                "Metrics are at http://localhost:" + server.getAddress().getPort() + "/metrics");
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
