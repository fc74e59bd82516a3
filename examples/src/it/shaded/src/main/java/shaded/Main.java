package shaded;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.collectors.ExecutorCollector;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.Summary;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves and pushes its metrics, and fails unless those of the platform and the page for people are there. As it is, it
 * writes down what there is; from a fat jar, it must have the same.
 */
public final class Main {
    private static final String OPENMETRICS_2 = "application/openmetrics-text;version=2.0.0";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    private Main() {}

    /** Takes whether this is the fat jar, and the file for what there is. */
    public static void main(String[] args) throws IOException {
        boolean moved = args[0].equals("moved");
        check(Registry.class.getName().equals("shaded.fennel.registry.Registry") == moved, "expected a library " + args[0]);
        useInstruments();
        String families;
        try (MetricsServer server = MetricsServer.builder().host("127.0.0.1").port(0).start()) {
            String metrics = read(server.uri(), "text/plain");
            for (String line : new String[] {
                "orders_total 1", "jvm_threads_current ", "jvm_memory_used_bytes{area=\"heap\"} ", "process_start_time_seconds "
            }) {
                check(metrics.contains("\n" + line), line + " is missing in:\n" + metrics);
            }
            check(read(server.uri(), OPENMETRICS_2).endsWith("# EOF\n"), "no OpenMetrics 2.0");
            check(read(server.uri(), PROTOBUF).contains("orders_total"), "no protobuf");
            families = families(metrics);
            String page = read(server.uri().resolve("/"), "text/html");
            System.out.println(families.lines().count() + " families, a page of " + page.length() + " characters");
            check(page.contains("</html>") && page.contains("/metrics"), "not the live page:\n" + page);
        }
        push();
        Path file = Path.of(args[1]);
        if (moved) {
            String expected = Files.readString(file);
            check(families.equals(expected), "expected the families\n" + expected + "got\n" + families);
        } else {
            Files.writeString(file, families);
        }
    }

    private static void useInstruments() {
        Counter.builder("orders_total", "Orders.").register().inc();
        Histogram.builder("order_bytes", "Sizes.").nativeBuckets(1.1).register().observe(1);
        Summary.builder("order_seconds", "Times.").objective(.5, .05).register().observe(1);
        Info.builder("shop_info", "The shop.", "name").register().setLabelValues("here");
        ExecutorCollector executors = new ExecutorCollector();
        Registry.defaultRegistry().register(executors);
        executors.measure("mail", Executors.newFixedThreadPool(1)).shutdown();
    }

    /** Pushes once in each way. */
    private static void push() throws IOException {
        AtomicInteger pushes = new AtomicInteger();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.createContext("/", exchange -> {
            pushes.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort();
            Pusher.to(url, "shop").gatherer(Registry.defaultRegistry()).push();
            RemoteWrite.to(url + "/api/v1/write", "shop")
                    .version(RemoteWrite.Version.V1_0)
                    .gatherer(Registry.defaultRegistry())
                    .push();
            OtlpPush.to(url, "shop").gatherer(Registry.defaultRegistry()).push();
            check(pushes.get() == 3, "expected 3 pushes, got " + pushes);
        } finally {
            receiver.stop(0);
        }
    }

    /** All but what is there only after the first pause of a garbage collector. */
    private static String families(String metrics) {
        StringBuilder names = new StringBuilder();
        metrics.lines()
                .filter(line -> line.startsWith("# TYPE ") && !line.contains("jvm_gc_pause_seconds"))
                .forEach(line -> names.append(line).append('\n'));
        return names.toString();
    }

    private static String read(URI uri, String accept) throws IOException {
        URLConnection connection = uri.toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
