package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.collectors.BuildInfoCollector;
import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.collectors.JmxCollector;
import dev.fennel.collectors.JmxMetric;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.JvmPart;
import dev.fennel.exposition.Textfile;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.ExemplarSupplier;
import dev.fennel.metrics.FuncVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.LongTasks;
import dev.fennel.metrics.MetricVec;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.Timer;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the public Javadoc. {@link SnippetsTest} checks that they are the same. */
class JavadocSamplesTest {
    private final Registry registry = Registry.pedantic();
    private final Queue<String> queue = new ConcurrentLinkedQueue<>(List.of("a", "b"));

    @Test
    void aCounterCounts() {
        Counter jobs = Counter.builder("jobs_total", "Jobs done.").register();
        jobs.inc();

        assertThat(jobs.value()).isEqualTo(1);
    }

    @Test
    void aGaugeIsSet() {
        Gauge depth = Gauge.builder("queue_depth", "Jobs waiting.").register();
        depth.set(queue.size());

        assertThat(depth.value()).isEqualTo(2);
    }

    @Test
    void aHistogramObserves() {
        Histogram latency = Histogram.builder("request_duration_seconds", "Latency.")
                .buckets(.01, .1, 1)
                .register();
        latency.observe(0.042);

        assertThat(latency.snapshot().cumulativeCount(1)).isEqualTo(1);
    }

    @Test
    void aHistogramObservesInNativeBuckets() {
        Histogram sizes = Histogram.builder("response_size_bytes", "Size.")
                .nativeBuckets(1.1)
                .maxBuckets(160)
                .build();
        sizes.observe(4711);

        assertThat(sizes.snapshot().nativeBuckets().positive().key(0)).isEqualTo(98);
    }

    @Test
    void aSummaryObserves() {
        Summary latency = Summary.builder("rpc_duration_seconds", "Latency.")
                .objective(.5, .05)
                .objective(.99, .001)
                .register();
        latency.observe(0.042);

        assertThat(latency.snapshot().quantileValue(1)).isEqualTo(0.042);
    }

    @Test
    @SuppressWarnings("try") // the timer is there to be closed
    void aTimerObservesWhenItIsClosed() {
        Histogram latency = Histogram.builder("h", "").build();
        try (Timer timer = latency.startTimer()) {
            work();
        }

        assertThat(latency.snapshot().count()).isEqualTo(1);
    }

    @Test
    void aTimerObservesWhatIsChosenAtTheEnd() {
        HistogramVec latencies = HistogramVec.builder("h", "", "outcome").build();
        Timer timer = Timer.start();
        String outcome = work();
        timer.observe(latencies.withLabelValues(outcome));

        assertThat(latencies.withLabelValues("ok").snapshot().count()).isEqualTo(1);
    }

    @Test
    void aTimerObservesAsTheOutcomeSays() throws Exception {
        HistogramVec latencies = HistogramVec.builder("h", "", "outcome").build();
        UnaryOperator<String> client = request -> request;
        String request = "answer";
        String answer = Timer.time(
                () -> client.apply(request),
                (result, thrown) -> latencies.withLabelValues(thrown == null ? "ok" : "failed"));

        assertThat(answer).isEqualTo("answer");
        assertThat(latencies.withLabelValues("ok").snapshot().count()).isEqualTo(1);
    }

    @Test
    void aTimerCarriesAnExemplar() {
        Histogram latency = Histogram.builder("h", "").build();
        try (Timer timer = latency.startTimer()) {
            timer.exemplar(Labels.of("trace_id", work()));
        }

        assertThat(latency.snapshot().exemplar(0).labels().get("trace_id")).isEqualTo("ok");
    }

    @Test
    void aClientRegistersWhatItsInstancesShare() {
        Counter retries =
                Counter.builder("client_retries_total", "Calls made again.").registerOrGet(registry);

        assertThat(Counter.builder("client_retries_total", "Calls made again.").registerOrGet(registry))
                .isSameAs(retries);
    }

    private static String work() {
        return "ok";
    }

    @Test
    void anInfoReportsItsLabels() {
        Info build = Info.builder("build_info", "What runs here.", "version", "revision")
                .register();
        build.setLabelValues("2.4.0", "9f3c2e1");

        assertThat(build.labels()).containsExactly(Labels.of("version", "2.4.0", "revision", "9f3c2e1"));
    }

    @Test
    void aStateSetReportsWhichStatesAreOn() {
        enum Phase {
            STARTING,
            RUNNING,
            STOPPING
        }

        StateSet<Phase> phase =
                StateSet.builder("job_phase", "What the job does.", Phase.class).register();
        phase.setOnly(Phase.RUNNING);

        assertThat(phase.isTrue(Phase.RUNNING)).isTrue();
    }

    /** A stand-in for the class of a tracing library. */
    private record Span(String traceId, String spanId, boolean isSampled) {
        static Span current() {
            return new Span("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
        }
    }

    @Test
    void aSupplierLeadsToTheTrace() {
        ExemplarSupplier traces = () -> {
            Span span = Span.current();
            return span.isSampled() ? Labels.of("trace_id", span.traceId(), "span_id", span.spanId()) : null;
        };
        Histogram latency = Histogram.builder("call_duration_seconds", "Latency.")
                .exemplars(traces)
                .register();
        latency.observe(0.001);

        assertThat(latency.snapshot().exemplar(0).labels().get("span_id")).isEqualTo("00f067aa0ba902b7");
    }

    private static final Set<String> METHODS = Set.of("GET", "PUT");

    @Test
    void aVecKeepsItsSeriesWithinBounds() {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.", "method")
                .constrain("method", method -> METHODS.contains(method) ? method : "other")
                .maxSeries(100)
                .expireAfter(Duration.ofHours(6))
                .register();
        requests.withLabelValues("BREW").inc();

        assertThat(requests.find("other").orElseThrow().value()).isEqualTo(1);
    }

    private static final Desc TEMPERATURE = Desc.gauge("temperature_celsius", "Temperature.", "sensor");

    @Test
    void aCopyOfAMetricHasATimestamp() {
        Gauge metric = Gauge.builder("g", "").build();
        Instant measuredAt = Instant.ofEpochMilli(1_700_000_000_000L);
        List<Metric> metrics = new ArrayList<>();
        Consumer<Metric> out = metrics::add;
        out.accept(ConstMetric.copyOf(metric).withTimestamp(measuredAt));

        assertThat(metrics.get(0).timestampMillis()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void gatherersAreFiltered() {
        CounterVec.builder("job_runs_total", "", "queue").register(registry).withLabelValues("mail");
        Gatherer jobs = Gatherers.filterByName(registry, name -> name.startsWith("job_"));
        Gatherer mine = Gatherers.filterByLabels(registry, labels -> "mail".equals(labels.get("queue")));

        assertThatMetrics(jobs).hasCount(1);
        assertThatMetrics(mine).hasCount(1);
    }

    @Test
    void theDefaultRegistryIsReplaced() {
        try (Registry.Replacement replaced = Registry.replaceDefault(Registry.create())) {
            Counter jobs = Counter.builder("jobs_done_total", "Jobs done.").register();
            jobs.inc();
            assertThatMetrics(replaced.registry()).contains("jobs_done_total 1");
        }
    }

    @Test
    void aConstMetricIsHandedOut() {
        List<Metric> metrics = new ArrayList<>();
        Consumer<Metric> out = metrics::add;
        out.accept(ConstMetric.of(TEMPERATURE, 61.5, "cpu0"));

        assertThat(metrics.get(0).labels().get("sensor")).isEqualTo("cpu0");
    }

    @Test
    void aFunctionGivesAValueForEachLabelValue() {
        Map<String, Queue<String>> queues = new TreeMap<>(Map.of("mail", queue));
        FuncVec depths = GaugeFunc.builder("queue_jobs", "Jobs waiting.", "queue")
                .values(out -> queues.forEach((name, jobs) -> out.accept(jobs.size(), name)))
                .register();

        assertThatMetrics(depths).hasCount(1).contains("queue_jobs{queue=\"mail\"} 2");
    }

    /** A metric of a user's own. */
    private static final class MovingAverage implements Metric {
        private final Desc desc;
        private final Labels labels;
        private double value;

        MovingAverage(Desc desc, Labels labels) {
            this.desc = desc;
            this.labels = labels;
        }

        synchronized void add(double next) {
            value += (next - value) / 8;
        }

        @Override
        public Desc desc() {
            return desc;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public synchronized void write(MetricVisitor visitor) {
            visitor.gauge(value);
        }
    }

    @Test
    void aVecOfMetricsOfOnesOwn() {
        MetricVec<MovingAverage> load = MetricVec.builder(
                        MetricType.GAUGE, "queue_load", "Average load.", MovingAverage::new, "queue")
                .register();
        load.withLabelValues("mail").add(0.8);

        assertThatMetrics(load).hasCount(1).contains("queue_load{queue=\"mail\"} 0.1");
    }

    @Test
    @SuppressWarnings("try") // the task is there to be closed
    void longTasksAreExposedWhileTheyRun() {
        LongTasks backups = LongTasks.builder("backup", "Backups.", "database").register();
        try (LongTasks.Task task = backups.start("customers")) {
            work();
        }

        assertThatMetrics(backups).contains("backup_in_progress{database=\"customers\"} 0");
    }

    @Test
    void aFunctionCollects() {
        Map<String, Queue<String>> queues = new TreeMap<>(Map.of("mail", queue));
        Desc desc = Desc.gauge("queue_depth", "Jobs waiting.", "queue");
        registry.register(FunctionalCollector.of(
                desc, out -> queues.forEach((name, queue) -> out.accept(ConstMetric.of(desc, queue.size(), name)))));

        assertThatMetrics(registry).hasCount(1).contains("queue_depth{queue=\"mail\"} 2");
    }

    @Test
    void aPartOfTheJvmIsLeftOut() {
        registry.register(new JvmCollector(EnumSet.complementOf(EnumSet.of(JvmPart.THREADS))));

        assertThatMetrics(registry).named("jvm_memory_used_bytes").isNotEmpty();
        assertThatMetrics(registry).named("jvm_threads_current").isEmpty();
    }

    /** The program of the samples. */
    private static final class Shop {}

    @Test
    void aProgramReportsItsBuild() {
        registry.register(BuildInfoCollector.of("shop", Shop.class));

        assertThatMetrics(registry).hasNames("shop_build_info");
    }

    @Test
    void aBuildIsReportedByHand() {
        registry.register(BuildInfoCollector.builder("shop")
                .version("2.7.1")
                .label("revision", "4f2a91c")
                .label("branch", "main")
                .build());

        assertThatMetrics(registry)
                .withLabels("revision", "4f2a91c", "branch", "main")
                .hasValue(1);
    }

    @Test
    void aConnectionPoolIsReadFromItsMBean() {
        registry.register(JmxCollector.of(JmxMetric.gauge(
                        "pool_active_connections", "In use.", "com.zaxxer.hikari:type=Pool (*)", "ActiveConnections")
                .withLabel("pool", "type")));

        assertThatMetrics(registry).isEmpty();
    }

    /** What an MBean of a queue may look like. */
    public interface QueuesMXBean {
        Map<String, Integer> getPendingByQueue();
    }

    @Test
    void theRowsOfAnMBeansTableAreSeries() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("app:type=Queues");
        server.registerMBean((QueuesMXBean) () -> Map.of("mail", 3, "print", 0), name);
        try {
            registry.register(JmxCollector.of(
                    JmxMetric.gauge("queue_pending", "Jobs waiting.", "app:type=Queues", "PendingByQueue")
                            .withRowLabel("queue", "key")));

            assertThatMetrics(registry).hasCount(2).contains("""
                    queue_pending{queue="mail"} 3
                    queue_pending{queue="print"} 0
                    """);
        } finally {
            server.unregisterMBean(name);
        }
    }

    @Test
    void aRegistererAddsToWhatItTakesIn() {
        Registerer replica = registry.withPrefix("db_").withLabels(Labels.of("role", "replica"));
        Gauge lag = Gauge.builder("lag_seconds", "Replication lag.").register(replica);

        assertThat(lag.desc().name()).isEqualTo("lag_seconds");
        assertThatMetrics(registry).hasCount(1).contains("db_lag_seconds{role=\"replica\"} 0");
    }

    @Test
    void aTextfileIsWritten(@TempDir Path directory) throws IOException {
        Textfile.write(registry, directory.resolve("backup.prom"));

        assertThat(directory.resolve("backup.prom")).isEmptyFile();
    }

    @Test
    void aHandlerIsAddedToAServer() throws IOException {
        HttpServer httpServer = HttpServer.create();
        httpServer.createContext(
                "/metrics", MetricsHandler.builder().registry(registry).build());

        assertThatMetrics(registry)
                .named("promhttp_metric_handler_requests_total")
                .isNotEmpty();
    }

    @SuppressWarnings("try") // the server is there to be closed
    void aServerRunsBesideTheApplication() {
        try (MetricsServer server = MetricsServer.builder().port(9400).start()) {
            runApplication();
        }
    }

    private static void runApplication() {}

    /** A program that does nothing but serve. */
    static final class Exporter {
        private Exporter() {}

        public static void main(String[] args) throws InterruptedException {
            MetricsServer.builder().port(9400).start().join();
        }
    }

    void aPusherPushes(Gauge duration) throws IOException {
        Pusher.to("http://localhost:9091", "db_backup")
                .collector(duration)
                .grouping("db", "customers")
                .push();
    }
}
