package dev.fennel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * One filter in front of all routes, which measures how long each takes and how large requests and answers are. These
 * are summaries: the program computes the quantiles, and those of several processes cannot be combined.
 *
 * <pre>
 * java -Dport=9406 -cp examples/target/fennel-examples.jar dev.fennel.examples.Middleware
 * </pre>
 *
 * <p>Post something to {@code /reverse} or {@code /repeat}, and look at
 * {@code http_response_size_bytes{quantile="0.99"}}. The label {@code route} is the path that the handler was added
 * with. It is never the path of the request, since clients could make up any number of these.
 */
public final class Middleware {
    private Middleware() {}

    private static ServerInstrumentation measured(Registerer registerer) {
        return ServerInstrumentation.builder()
                .route(exchange -> exchange.getHttpContext().getPath())
                .duration(byRoute(registerer, "http_request_duration_seconds", "Time to serve a request.", "seconds"))
                .requestSize(byRoute(registerer, "http_request_size_bytes", "Approximate size of a request.", "bytes"))
                .responseSize(byRoute(registerer, "http_response_size_bytes", "Size of the answer's body.", "bytes"))
                .build();
    }

    private static SummaryVec byRoute(Registerer registerer, String name, String help, String unit) {
        return SummaryVec.builder(name, help, "route")
                .unit(unit)
                .objective(0.5, 0.05)
                .objective(0.9, 0.01)
                .objective(0.99, 0.001)
                .register(registerer);
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws IOException {
        int port = Integer.getInteger("port", 9406);
        Registry registry = Registry.create();
        ServerInstrumentation measured = measured(registry);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/reverse", exchange -> answer(exchange, new StringBuilder(body(exchange)).reverse()))
                .getFilters()
                .add(measured.filter());
        server.createContext(
                        "/repeat", exchange -> answer(exchange, body(exchange).repeat(2)))
                .getFilters()
                .add(measured.filter());
        server.createContext(
                "/metrics", MetricsHandler.builder().registry(registry).build());
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println(
                "Metrics are at http://localhost:" + server.getAddress().getPort() + "/metrics");
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, CharSequence text) throws IOException {
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
