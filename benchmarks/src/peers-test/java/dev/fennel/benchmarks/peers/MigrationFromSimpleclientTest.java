package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Enumeration;
import io.prometheus.client.Gauge;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import io.prometheus.client.Summary;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.exporter.PushGateway;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The rows of the guide for those who come from simpleclient: their side. */
class MigrationFromSimpleclientTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Queue<String> queue = new ArrayDeque<>(List.of("a", "b"));
    private final String id = "4bf92f35";

    @Test
    void instruments() {
        Counter orders = Counter.build("orders_total", "Orders taken.").register();
        Counter jobs = Counter.build("jobs_total", "Jobs done.").create();
        jobs.register(registry);
        jobs.inc(2);
        assertThat(jobs.get()).isEqualTo(2);
        assertThat(orders.get()).isZero();
        assertThat(registry.getSampleValue("jobs_total")).isEqualTo(2);

        Gauge depth = Gauge.build("queue_depth", "Jobs waiting.").register(registry);
        depth.setToCurrentTime();
        Gauge waiting = Gauge.build("jobs_waiting", "Jobs waiting.").register(registry);
        waiting.setChild(new Gauge.Child() {
            @Override
            public double get() {
                return queue.size();
            }
        });
        assertThat(registry.getSampleValue("jobs_waiting")).isEqualTo(2);

        Info build = Info.build("shop_build", "What runs.").register(registry);
        build.info("version", "1.2");
        Enumeration phase = Enumeration.build("job_phase", "Phase.")
                .states("starting", "running")
                .register(registry);
        phase.state("running");
    }

    @Test
    void series() {
        Counter requests = Counter.build("requests_total", "Requests served.")
                .labelNames("code", "method")
                .register(registry);
        requests.labels("200", "get").inc();
        requests.remove("200", "get");
        requests.clear();
        assertThat(registry.getSampleValue("requests_total")).isNull();
    }

    private static String work() {
        return "200";
    }

    @Test
    @SuppressWarnings("try") // the timer is there to be closed
    void observations() {
        Histogram latency = Histogram.build("request_duration_seconds", "Time to serve a request.")
                .namespace("shop")
                .unit("seconds")
                .buckets(.01, .1, 1)
                .register(registry);
        Histogram linear =
                Histogram.build("linear", "Linear.").linearBuckets(1, 2, 5).create();
        Histogram sizes = Histogram.build("sizes_bytes", "Sizes.")
                .exponentialBuckets(256, 4, 8)
                .create();
        Summary summary = Summary.build("rpc_seconds", "Latency.")
                .quantile(0.5, 0.05)
                .quantile(0.99, 0.001)
                .maxAgeSeconds(300)
                .ageBuckets(5)
                .create();
        latency.time(() -> work());
        try (Histogram.Timer timer = latency.startTimer()) {
            work();
        }
        long start = System.nanoTime();
        latency.observe((System.nanoTime() - start) / Collector.NANOSECONDS_PER_SECOND);
        latency.observeWithExemplar(0.2, "trace_id", id);
        summary.observe(0.2);
        linear.observe(1);
        sizes.observe(1);
        assertThat(registry.getSampleValue("shop_request_duration_seconds_count"))
                .isEqualTo(4);
    }

    @Test
    void collectors() {
        GaugeMetricFamily family = new GaugeMetricFamily("pool_connections", "Connections.", List.of("state"));
        family.addMetric(List.of("idle"), 3);
        assertThat(family.samples).hasSize(1);
    }

    @Test
    void outlets() throws IOException {
        DefaultExports.initialize();
        assertThat(CollectorRegistry.defaultRegistry.getSampleValue("jvm_classes_loaded_total"))
                .isPositive();
        StringWriter out = new StringWriter();
        TextFormat.write004(out, registry.metricFamilySamples());
        int port = 0;
        try (HTTPServer server = new HTTPServer.Builder().withPort(port).build()) {
            assertThat(server.getPort()).isPositive();
        }
    }

    /** Compiled only, as there is no gateway here. */
    void pushes(PushGateway gateway) throws IOException {
        gateway.push(registry, "db_backup", Map.of("db", "customers"));
        gateway.pushAdd(registry, "db_backup", Map.of("db", "customers"));
        gateway.delete("db_backup", Map.of("db", "customers"));
    }
}
