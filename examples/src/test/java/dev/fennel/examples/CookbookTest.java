package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.ContainerCollector;
import dev.fennel.collectors.ExecutorCollector;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.JvmPart;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Timer;
import dev.fennel.model.Labels;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of the cookbook that are no part of an example. {@link SnippetsTest} checks that they are the same. */
class CookbookTest {
    private static URI page(MetricsServer server) {
        return URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    }

    @Test
    void labelsForEverything() {
        int port = 0;
        MetricsServer server = MetricsServer.builder()
                .port(port)
                .labels(Labels.of("service", "shop", "zone", "eu"))
                .start();
        try (server) {
            assertThatMetrics(page(server))
                    .named("jvm_threads_current")
                    .withLabels("service", "shop", "zone", "eu")
                    .hasCount(1);
        }
    }

    @Test
    void labelsForAPart() {
        Registry registry = Registry.create();
        Registerer common = registry.withLabels(Labels.of("service", "shop"));
        Counter orders = Counter.builder("orders_total", "Orders taken.").register(common);
        orders.inc();

        assertThatMetrics(registry).contains("orders_total{service=\"shop\"} 1");
    }

    @Test
    void someOfTheJvm() {
        int port = 0;
        Registry registry = Registry.create();
        registry.register(new JvmCollector(EnumSet.of(JvmPart.MEMORY, JvmPart.GC, JvmPart.GC_PAUSES)));
        registry.register(new ProcessCollector());
        MetricsServer server =
                MetricsServer.builder().port(port).registry(registry).start();
        try (server) {
            assertThatMetrics(page(server)).named("jvm_memory_used_bytes").isNotEmpty();
            assertThatMetrics(page(server)).named("jvm_threads_current").isEmpty();
        }
    }

    @Test
    void theDefaultRegistryWithoutThreads() {
        Registry registry = Registry.create(); // in place of the default one, which other tests use
        registry.register(new JvmCollector());

        registry.unregister(new JvmCollector());
        registry.register(new JvmCollector(EnumSet.complementOf(EnumSet.of(JvmPart.THREADS))));

        assertThatMetrics(registry).named("jvm_threads_current").isEmpty();
        assertThatMetrics(registry).named("jvm_memory_used_bytes").isNotEmpty();
    }

    @Test
    void aValueForEachOfSeveral() {
        Registry registry = Registry.pedantic();
        Map<String, List<String>> queues = new TreeMap<>(Map.of("mail", List.of("a", "b"), "print", List.of()));

        GaugeFunc.builder("queue_depth", "Jobs waiting.", "queue")
                .values(out -> queues.forEach((name, jobs) -> out.accept(jobs.size(), name)))
                .register(registry);

        assertThatMetrics(registry).hasCount(2).contains("queue_depth{queue=\"mail\"} 2");
    }

    @Test
    void executorsAreMeasured() throws Exception {
        Registry registry = Registry.create();
        ExecutorCollector executors = registry.registerOrGet(new ExecutorCollector());
        ExecutorService mail = executors.measure("mail", Executors.newFixedThreadPool(4));
        try {
            mail.submit(CookbookTest::work).get();
        } finally {
            mail.shutdown();
        }

        assertThatMetrics(registry)
                .named("executor_idle_seconds")
                .withLabels("name", "mail")
                .hasObservationCount(1);
    }

    @Test
    void theOutcomeIsALabel() throws Exception {
        Registry registry = Registry.create();
        HistogramVec durations = HistogramVec.builder("call_duration_seconds", "Time of a call.", "outcome")
                .register(registry);
        String answer = Timer.time(
                () -> call(), (result, thrown) -> durations.withLabelValues(thrown == null ? "ok" : "failed"));

        assertThat(answer).isEqualTo("fennel");
        assertThatMetrics(registry).withLabels("outcome", "ok").hasObservationCount(1);
    }

    private static String call() throws IOException {
        return "fennel";
    }

    @Test
    void threeWaysToPush() {
        Pusher gateway = Pusher.to("http://localhost:9091", "import");
        RemoteWrite store = RemoteWrite.to("http://localhost:9090/api/v1/write", "import");
        OtlpPush collector = OtlpPush.to("http://localhost:4318", "import");

        Counter rows = Counter.builder("rows_total", "Rows imported.").build();
        assertThat(gateway.collector(rows)).isSameAs(gateway);
        assertThat(store.collector(rows)).isSameAs(store);
        assertThat(collector.collector(rows)).isSameAs(collector);
    }

    @Test
    void theContainerIsRead() {
        Registry registry = Registry.create();
        registry.register(new ContainerCollector());

        assertThat(registry.gather().errors()).isEmpty();
    }

    @Test
    void sharedGathers() {
        int port = 0;
        Registry registry = Registry.create();
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry);
        MetricsServer server = MetricsServer.builder()
                .port(port)
                .gatherer(Gatherers.coalesced(registry))
                .handlerOptions(options -> options.collectorTimeout(Duration.ofSeconds(5)))
                .start();
        try (server) {
            assertThatMetrics(page(server)).contains("queue_depth 0");
        }
    }

    @Test
    void exemplarsByHand() {
        Registry registry = Registry.create();
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";
        Histogram latency =
                Histogram.builder("call_duration_seconds", "Time of a call.").register(registry);
        latency.observeWithExemplar(0.042, Labels.of("trace_id", id));

        assertThat(latency.snapshot().exemplar(3).labels().get("trace_id")).isEqualTo(id);
    }

    /** A class as an application has it: it is given the registerer that it uses. */
    private static final class Orders {
        private final CounterVec orders;

        Orders(Registerer registerer) {
            orders = CounterVec.builder("orders_total", "Orders taken.", "outcome")
                    .register(registerer);
        }

        void take(String item) {
            orders.withLabelValues(item.isEmpty() ? "refused" : "taken").inc();
        }
    }

    @Test
    void metricsAreTested() {
        Registry registry = Registry.pedantic();
        Orders orders = new Orders(registry);
        orders.take("fennel seeds");
        assertThatMetrics(registry).contains("orders_total{outcome=\"taken\"} 1");
        assertThatMetrics(registry).hasNoLintProblems();
    }

    @Test
    @SuppressWarnings("try") // the pushes are there to be closed
    void jobsPush(@TempDir Path folder) throws IOException {
        try (PushReceiver receiver = PushReceiver.start()) {
            String gateway = receiver.address();
            Registry registry = Registry.create();
            Pusher pusher =
                    Pusher.to(gateway, "import").grouping("table", "orders").gatherer(registry);
            try (BatchJob job = pusher.startJob("import")) {
                work();
                job.succeed();
            }
            try (PeriodicPush pushes = pusher.start(Duration.ofSeconds(15))) {
                work();
            }
            Path file = folder.resolve("import.prom");
            try (BatchJob job = BatchJob.startForTextfile(file, "import", registry)) {
                work();
                job.succeed();
            }
            assertThat(Files.readString(file)).contains("\nimport_success 1\n");
            assertThat(receiver.requests())
                    .contains("PUT /metrics/job/import/table/orders")
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    private static void work() {}
}
