package consumer;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;

/** Uses something of each of Fennel's modules, and fails unless its metrics are served. */
public final class Main {
    private static final CounterVec ORDERS =
            CounterVec.builder("orders_total", "Orders taken.", "outcome").register();
    private static final Histogram DURATION =
            Histogram.builder("order_duration_seconds", "Time to take an order.").register();

    private Main() {}

    /** Expects the name that Fennel's core module has in this run, or "unnamed". */
    public static void main(String[] args) throws IOException, InterruptedException {
        String module = Desc.class.getModule().isNamed() ? Desc.class.getModule().getName() : "unnamed";
        check(module.equals(args[0]), "the core is the module " + module);

        Registry.defaultRegistry().register(new Queue());
        DURATION.time(() -> ORDERS.withLabelValues("taken").inc());
        try (MetricsServer server = MetricsServer.builder().host("localhost").port(0).start()) {
            String page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.uri()).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            for (String line : new String[] {
                "orders_total{outcome=\"taken\"} 1", "order_duration_seconds_count 1", "queue_length 3", "jvm_threads_current "
            }) {
                check(page.contains("\n" + line), line + " is missing in:\n" + page);
            }
        }

        Pusher pusher = Pusher.to("http://localhost:9", "consumer").collector(DURATION);
        try {
            pusher.push();
            check(false, "nobody listens there");
        } catch (IOException expected) {
            System.out.println("as it should: " + expected.getMessage());
        }
        for (MetricFamily family : GatheredMetrics.from(new Queue()).families()) {
            System.out.println(family.name() + " on " + module);
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }

    private static final class Queue implements Collector {
        private static final Desc LENGTH = Desc.gauge("queue_length", "Orders that wait.");

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(LENGTH);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            out.accept(ConstMetric.of(LENGTH, 3));
        }
    }
}
