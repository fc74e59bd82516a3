package dev.fennel.examples;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * An application with a server of its own, whatever that is, and a metrics server beside it on another port. So those
 * who may use the application need not see its metrics, and a scrape is answered when the application is overloaded.
 *
 * <pre>
 * java -Dport=9408 -Dapp-port=8080 -cp examples/target/fennel-examples.jar dev.fennel.examples.MetricsBeside
 * </pre>
 *
 * <p>Get {@code http://localhost:8080/} a few times, and look at {@code greeter_greetings_total}.
 */
public final class MetricsBeside {
    private static final Counter GREETINGS =
            Counter.builder("greeter_greetings_total", "Greetings sent.").register();

    private MetricsBeside() {}

    /** Serves until it is stopped. */
    public static void main(String[] args) throws IOException {
        int port = Integer.getInteger("port", 9408);
        // Before the application, so that a start that hangs can be seen. It has daemon threads only.
        MetricsServer metrics = MetricsServer.builder().port(port).start();
        startApplication(Integer.getInteger("app-port", 8080));
        System.out.println("Metrics are at " + metrics.uri());
    }

    /** A stand-in for the application. */
    private static void startApplication(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> {
            byte[] body = "Hello!\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            GREETINGS.inc();
        });
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
    }
}
