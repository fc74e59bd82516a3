package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs the programs of the quickstart in the README. */
class QuickstartTest {
    static final class Shop {
        static final CounterVec ORDERS = CounterVec.builder("shop_orders_total", "Orders taken.", "outcome")
                .register();
        static final Histogram DURATION = Histogram.builder("shop_order_duration_seconds", "Time to take an order.")
                .register();

        void order(String item) {
            DURATION.time(() -> take(item));
            ORDERS.withLabelValues(item.isEmpty() ? "refused" : "taken").inc();
        }

        private void take(String item) {}
    }

    @Test
    void anApplicationIsMeasured() throws Exception {
        Shop shop = new Shop();
        shop.order("fennel seeds");
        shop.order("");
        try (MetricsServer server =
                MetricsServer.builder().host("127.0.0.1").port(0).start()) {
            GatheredMetrics page = GatheredMetrics.scrape(server.uri());
            assertThatMetrics(page).contains("shop_orders_total{outcome=\"taken\"} 1");
            assertThatMetrics(page).named("shop_order_duration_seconds").hasObservationCount(2);
            assertThatMetrics(page)
                    .named("jvm_memory_used_bytes")
                    .withLabels("area", "heap")
                    .hasCount(1);
        }
    }

    interface Pool {
        int idle();

        int busy();
    }

    static final class PoolCollector implements Collector {
        private static final Desc CONNECTIONS = Desc.gauge("pool_connections", "Connections of the pool.", "state");

        private final Pool pool;

        PoolCollector(Pool pool) {
            this.pool = pool;
        }

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(CONNECTIONS);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            out.accept(ConstMetric.of(CONNECTIONS, pool.idle(), "idle"));
            out.accept(ConstMetric.of(CONNECTIONS, pool.busy(), "busy"));
        }
    }

    private record FixedPool(int idle, int busy) implements Pool {}

    @Test
    void aLibraryIsCollectedFrom() throws Exception {
        Pool pool = new FixedPool(3, 5);
        Registry registry = Registry.pedantic();
        registry.register(new PoolCollector(pool));
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .port(0)
                .registry(registry)
                .start()) {
            assertThatMetrics(new PoolCollector(pool))
                    .withLabels("state", "idle")
                    .hasValue(3);
            assertThatMetrics(new PoolCollector(pool)).hasNoLintProblems();
            assertThatMetrics(server.uri()).named("pool_connections").isEqualTo("""
                    # HELP pool_connections Connections of the pool.
                    # TYPE pool_connections gauge
                    pool_connections{state="busy"} 5
                    pool_connections{state="idle"} 3
                    """);
        }
    }

    static void backup(String gateway) throws IOException {
        Gauge records =
                Gauge.builder("backup_records", "Records in the last backup.").build();
        Pusher pusher =
                Pusher.to(gateway, "db_backup").grouping("db", "customers").collector(records);
        try (BatchJob job = pusher.startJob("backup")) {
            records.set(dump());
            job.succeed();
        }
    }

    private static int dump() {
        return 42;
    }

    @Test
    void aBatchJobPushes() throws Exception {
        List<String> requests = new ArrayList<>();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n" + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        try {
            backup("http://127.0.0.1:" + gateway.getAddress().getPort());
        } finally {
            gateway.stop(0);
        }

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0))
                .startsWith("PUT /metrics/job/db_backup/db/customers\n")
                .contains("backup_records", "backup_duration_seconds")
                .contains("backup_last_success_timestamp_seconds");
    }
}
