package dev.fennel.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A service on the JDK's HTTP server that measures its own requests: the number in flight, the number by method and
 * code, their durations, and the sizes of requests and responses. The same server serves these metrics, together with
 * those of the JVM and the process.
 *
 * <pre>
 * java -Dport=9404 -cp examples/target/fennel-examples.jar dev.fennel.examples.HttpService
 * </pre>
 *
 * <p>Get {@code /hello} a few times, post something to {@code /echo}, and look at {@code http_server_requests_total} in
 * {@code /metrics}. While {@code curl -T - http://localhost:9404/echo} waits for what you type, that request is in
 * flight, and {@code /fail} is answered with an error. The folder {@code examples/monitoring} has a dashboard, alerts
 * and manifests for this service.
 *
 * <p>Probes request {@code /-/healthy}. It has a context of its own, as {@code /metrics} has, and so is not measured.
 */
public final class HttpService {
    static final int DEFAULT_PORT = 9404;

    private HttpService() {}

    /** Serves until it is stopped. */
    public static void main(String[] args) throws IOException {
        // Up to JDK 20, answers over kept connections would wait 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.getInteger("port", DEFAULT_PORT);
        Registry registry = Registry.defaultRegistry();
        ServerInstrumentation measured = ServerInstrumentation.standard(registry);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", measured.wrap(HttpService::answer));
        server.createContext(
                "/metrics", MetricsHandler.builder().registry(registry).build());
        server.createContext("/-/healthy", exchange -> send(exchange, 200, "ok\n"));
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println(
                "Metrics are at http://localhost:" + server.getAddress().getPort() + "/metrics");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/hello" -> send(exchange, 200, "Hello!\n");
            case "/echo" -> send(exchange, 200, exchange.getRequestBody().readAllBytes());
            case "/fail" -> send(exchange, 500, "Failed, as you wished\n");
            default -> send(exchange, 404, "Not found, try /hello\n");
        }
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        send(exchange, code, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
