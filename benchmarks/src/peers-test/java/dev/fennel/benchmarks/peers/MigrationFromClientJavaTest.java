package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.datapoints.Timer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The rows of the guide for those who come from client_java 1.x: their side. */
class MigrationFromClientJavaTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Queue<String> queue = new ArrayDeque<>(List.of("a", "b"));
    private final AtomicLong hits = new AtomicLong(7);
    private final String id = "4bf92f35";

    @Test
    void instruments() {
        Counter orders =
                Counter.builder().name("orders_total").help("Orders taken.").register();
        Counter jobs = Counter.builder().name("jobs_total").help("Jobs done.").build();
        jobs.inc(2);
        assertThat(jobs.get()).isEqualTo(2);
        assertThat(orders.get()).isZero();

        Gauge depth = Gauge.builder().name("queue_depth").help("Jobs waiting.").register(registry);
        depth.set(21.5);

        GaugeWithCallback.builder()
                .name("jobs_waiting")
                .help("Jobs waiting.")
                .callback(out -> out.call(queue.size()))
                .register(registry);
        CounterWithCallback.builder()
                .name("cache_hits_total")
                .help("Hits.")
                .callback(out -> out.call(hits.get()))
                .register(registry);

        Info build = Info.builder()
                .name("shop_build_info")
                .help("What runs.")
                .labelNames("version")
                .register(registry);
        build.setLabelValues("1.2");
        StateSet phase = StateSet.builder()
                .name("job_phase")
                .help("Phase.")
                .states("starting", "running")
                .register(registry);
        phase.setTrue("running");
        assertThat(registry.scrape().size()).isEqualTo(5);
    }

    @Test
    void series() {
        Counter requests = Counter.builder()
                .name("requests_total")
                .help("Requests served.")
                .labelNames("code", "method")
                .register(registry);
        requests.initLabelValues("200", "get");
        requests.labelValues("200", "get").inc();
        requests.remove("200", "get");
        requests.clear();
        assertThat(requests.collect().getDataPoints()).isEmpty();
    }

    private static String work() {
        return "200";
    }

    private static String call() throws Exception {
        return "200";
    }

    @Test
    @SuppressWarnings("try") // the timer is there to be closed
    void observations() throws Exception {
        Histogram latency = Histogram.builder()
                .name("request_duration_seconds")
                .help("Time to serve a request.")
                .constLabels(Labels.of("zone", "eu"))
                .unit(Unit.SECONDS)
                .classicOnly()
                .classicUpperBounds(.01, .1, 1)
                .register(registry);
        Histogram sizes = Histogram.builder()
                .name("sizes_bytes")
                .help("Sizes.")
                .classicExponentialUpperBounds(256, 4, 8)
                .build();
        Histogram only = Histogram.builder()
                .name("only")
                .help("Native buckets only.")
                .nativeOnly()
                .nativeInitialSchema(3)
                .nativeMaxNumberOfBuckets(160)
                .build();
        Summary summary = Summary.builder()
                .name("rpc_seconds")
                .help("Latency.")
                .quantile(0.5, 0.05)
                .quantile(0.99, 0.001)
                .maxAgeSeconds(300)
                .numberOfAgeBuckets(5)
                .build();
        latency.time(() -> work());
        latency.timeChecked(() -> call());
        try (Timer timer = latency.startTimer()) {
            work();
        }
        long start = System.nanoTime();
        latency.observe(Unit.nanosToSeconds(System.nanoTime() - start));
        latency.observeWithExemplar(0.2, Labels.of("trace_id", id));
        summary.observe(0.2);
        assertThat(only.collect().getDataPoints()).hasSize(1);
        assertThat(sizes.collect().getDataPoints()).hasSize(1);
    }

    @Test
    void outlets() throws IOException {
        JvmMetrics.builder().register(registry);
        PrometheusRegistry ofAll = PrometheusRegistry.defaultRegistry;
        assertThat(ofAll).isNotNull();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        assertThat(out.toString()).contains("jvm_memory_used_bytes");
        int port = 0;
        try (HTTPServer server =
                HTTPServer.builder().port(port).registry(registry).buildAndStart()) {
            assertThat(server.getPort()).isPositive();
        }
    }
}
