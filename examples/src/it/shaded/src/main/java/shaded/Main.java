package shaded;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Serves its metrics from a fat jar, and fails unless those of the platform and the page for people are there. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        check(Registry.class.getName().equals("shaded.fennel.registry.Registry"), "the library was not moved");
        Counter.builder("orders_total", "Orders.").register().inc();
        try (MetricsServer server = MetricsServer.builder().host("127.0.0.1").port(0).start()) {
            String metrics = read(server.uri());
            for (String line : new String[] {
                "orders_total 1", "jvm_threads_current ", "jvm_memory_used_bytes{area=\"heap\"} ", "process_start_time_seconds "
            }) {
                check(metrics.contains("\n" + line), line + " is missing in:\n" + metrics);
            }
            long families = metrics.lines().filter(line -> line.startsWith("# TYPE ")).count();
            String page = read(server.uri().resolve("/"));
            System.out.println(families + " families, a page of " + page.length() + " characters");
            check(page.contains("/metrics"), "no link to the metrics in:\n" + page);
        }
    }

    private static String read(URI uri) throws IOException {
        try (InputStream in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
