package dev.fennel.httpserver;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.util.List;
import java.util.Random;

/**
 * The metrics of a large service: 50 families with 2,000 series, of all types and units. As a program, it serves them
 * under load until it is killed, for a person who looks at the live page.
 */
final class LargeService {
    static final int FAMILIES = 50;
    static final int SERIES = 2000;

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
    private static final List<String> CODES = List.of("200", "201", "404", "500");
    private static final List<String> POOLS = List.of("G1 Eden Space", "G1 Old Gen", "G1 Survivor Space", "Metaspace");

    final Registry registry = Registry.create();
    final CounterVec requests = CounterVec.builder(
                    "http_requests_total",
                    "HTTP requests served, by method, route and status.",
                    "method",
                    "route",
                    "code")
            .register(registry);
    final HistogramVec durations = HistogramVec.builder(
                    "http_request_duration_seconds", "How long requests took.", "route")
            .register(registry);
    final HistogramVec nativeDurations = HistogramVec.builder(
                    "db_query_duration_seconds", "How long queries took, in native buckets.", "table")
            .nativeBuckets(1.1)
            .register(registry);
    final SummaryVec sizes = SummaryVec.builder("http_response_size_bytes", "Sizes of responses.", "route")
            .objective(0.5, 0.01)
            .objective(0.99, 0.001)
            .register(registry);
    final StateSet<String> health = StateSet.builder(
                    "service_state", "What the service is doing.", "starting", "running", "draining", "stopped")
            .register(registry);
    final GaugeVec memory = GaugeVec.builder("jvm_memory_used_bytes", "Used memory, by pool.", "pool")
            .register(registry);
    final Gauge queue = Gauge.builder("queue_depth", "Jobs that wait.").register(registry);

    LargeService() {
        for (int route = 0; route < 60; route++) {
            for (String method : METHODS) {
                for (String code : CODES) {
                    requests.withLabelValues(method, route(route), code);
                }
            }
            durations.withLabelValues(route(route));
            sizes.withLabelValues(route(route));
        }
        List.of("orders", "customers", "items", "payments").forEach(nativeDurations::withLabelValues);
        health.setOnly("running");
        POOLS.forEach(pool -> memory.withLabelValues(pool).set(1 << 26));
        Info.builder("build_info", "Which program this is.", "version", "revision", "java")
                .register(registry)
                .setLabelValues("2.14.0", "5f3c1e9", "17.0.11");
        GaugeVec limits = GaugeVec.builder("jvm_memory_max_bytes", "Largest size, by pool; -1 for none.", "pool")
                .register(registry);
        POOLS.forEach(pool -> limits.withLabelValues(pool).set(pool.equals("Metaspace") ? -1 : 1L << 30));
        Gauge.builder("process_start_time_seconds", "When the process started.")
                .register(registry)
                .set(System.currentTimeMillis() / 1000 - 7384);
        Gauge.builder("process_virtual_memory_max_bytes", "The limit of virtual memory; -1 for none.")
                .register(registry)
                .set(-1);
        Gauge.builder("cache_hit_ratio", "Share of look-ups that hit.")
                .register(registry)
                .set(0.9371);
        Counter.builder("process_cpu_seconds_total", "CPU time used.")
                .register(registry)
                .add(431.7);
        Summary.builder("batch_size", "Items in a batch.").register(registry).observe(12);
        more();
    }

    /** Fills up: gauges of shards and partitions, of several prefixes. */
    private void more() {
        List<String> prefixes = List.of("kafka", "cache", "db", "queue", "http", "jvm");
        List<String> names =
                List.of("lag", "pending_bytes", "open_connections", "errors", "latency_seconds", "retries");
        for (String prefix : prefixes) {
            for (String name : names) {
                GaugeVec family = GaugeVec.builder(prefix + "_shard_" + name, "Per shard: " + name + ".", "shard")
                        .register(registry);
                int shards = prefix.equals("kafka") ? 40 : 22;
                for (int shard = 0; shard < shards; shard++) {
                    family.withLabelValues(Integer.toString(shard)).set(shard * 1.5);
                }
            }
        }
    }

    static String route(int number) {
        return "/api/v1/"
                + List.of("orders", "customers", "items", "payments", "carts", "search")
                        .get(number % 6) + "/" + number;
    }

    /** A second of traffic. */
    void work(Random random) {
        for (int i = 0; i < 400; i++) {
            String route = route((int) Math.min(59, Math.abs(random.nextGaussian()) * 20));
            requests.withLabelValues(METHODS.get(random.nextInt(2)), route, CODES.get(random.nextInt(20) == 0 ? 3 : 0))
                    .inc();
            durations.withLabelValues(route).observe(Math.exp(random.nextGaussian() * 0.9 - 3.5));
            sizes.withLabelValues(route).observe(Math.exp(random.nextGaussian() + 8));
            double slow = random.nextInt(10) == 0 ? 3 : 0;
            nativeDurations
                    .withLabelValues(random.nextBoolean() ? "orders" : "items")
                    .observe(Math.exp(random.nextGaussian() * 0.5 - 6 + slow));
        }
        POOLS.forEach(pool -> memory.withLabelValues(pool).add((random.nextDouble() - 0.45) * (1 << 22)));
        queue.set(random.nextInt(21) + random.nextInt(21));
        if (random.nextInt(30) == 0) {
            health.setOnly(health.isTrue("running") ? "draining" : "running");
        }
    }

    MetricsServer serve() {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder().gatherer(registry).build())
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        LargeService service = new LargeService();
        GaugeFunc.builder("broken_gauge", "Cannot be read.", () -> {
                    throw new IllegalStateException("password=secret");
                })
                .constLabels(Labels.of("why", "to show errors"))
                .register(service.registry);
        CounterVec born = CounterVec.builder("sessions_total", "Grows without bound.", "session")
                .register(service.registry);
        try (MetricsServer server = service.serve()) {
            System.out.println(server.uri());
            Random random = new Random(1);
            for (int second = 0; ; second++) {
                service.work(random);
                if (second % 5 == 0) {
                    born.withLabelValues("s" + second).inc();
                }
                Thread.sleep(1000);
            }
        }
    }
}
