package dev.fennel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rows of the guide for those who come from Micrometer: their side. */
class MigrationFromMicrometerTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Queue<String> queue = new ArrayDeque<>(List.of("a", "b"));
    private final AtomicLong hits = new AtomicLong(7);

    @Test
    void settings() {
        registry.config().commonTags("zone", "eu");
        registry.config().meterFilter(MeterFilter.maximumAllowableTags("requests", "uri", 100, MeterFilter.deny()));
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm.threads"));
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        assertThat(registry.scrape()).contains("jvm_memory_used_bytes").contains("zone=\"eu\"");
    }

    @Test
    void executors() {
        ExecutorService mail = ExecutorServiceMetrics.monitor(registry, Executors.newFixedThreadPool(4), "mail");
        mail.shutdown();
        assertThat(registry.scrape()).contains("executor_seconds_count{name=\"mail\"} 0");
    }

    @Test
    void instruments() {
        Counter orders = Counter.builder("orders").description("Orders taken.").register(registry);
        orders.increment();
        orders.increment(2);
        assertThat(orders.count()).isEqualTo(3);
        registry.counter("requests", "code", "200", "method", "get").increment();
        Counter failed = Counter.builder("requests")
                .tag("code", "500")
                .tag("method", "get")
                .register(registry);
        failed.increment();
        Gauge.builder("jobs.waiting", queue, Queue::size)
                .description("Jobs waiting.")
                .register(registry);
        AtomicLong depth = registry.gauge("queue.depth", new AtomicLong());
        depth.set(21);
        FunctionCounter.builder("cache.hits", hits, AtomicLong::get)
                .description("Hits.")
                .register(registry);
        assertThat(registry.scrape())
                .contains("orders_total 3")
                .contains("requests_total{code=\"200\",method=\"get\"} 1")
                .contains("requests_total{code=\"500\",method=\"get\"} 1")
                .contains("jobs_waiting 2")
                .contains("cache_hits_total 7");
    }

    @Test
    void valuesForLabels() {
        Map<String, List<String>> queues = Map.of("mail", List.of("a"), "print", List.of());
        MultiGauge waiting = MultiGauge.builder("queue.waiting").register(registry);
        waiting.register(queues.entrySet().stream()
                .map(e -> MultiGauge.Row.of(
                        Tags.of("queue", e.getKey()), e.getValue().size()))
                .collect(Collectors.toList()));
        assertThat(registry.scrape()).contains("queue_waiting{queue=\"mail\"} 1");
    }

    @Test
    void tasksInProgress() {
        LongTaskTimer backups = LongTaskTimer.builder("backup").register(registry);
        LongTaskTimer.Sample running = backups.start();
        assertThat(registry.scrape()).contains("backup_seconds_count 1");
        running.stop();
    }

    private static String work() {
        return "200";
    }

    private static String call() throws Exception {
        return "200";
    }

    @Test
    void times() throws Exception {
        Timer latency = Timer.builder("latency")
                .description("Latency.")
                .publishPercentileHistogram()
                .register(registry);
        Timer bounds = Timer.builder("bounds")
                .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1))
                .register(registry);
        Timer rpc = Timer.builder("rpc").publishPercentiles(0.5, 0.99).register(registry);
        DistributionSummary sizes = DistributionSummary.builder("sizes")
                .baseUnit("bytes")
                .serviceLevelObjectives(256, 1024)
                .register(registry);
        latency.record(() -> work());
        latency.recordCallable(() -> call());
        latency.record(Duration.ofMillis(200));
        Timer.Sample sample = Timer.start(registry);
        String code = work();
        sample.stop(registry.timer("latencies", "code", code));
        bounds.record(Duration.ofMillis(200));
        rpc.record(Duration.ofMillis(200));
        sizes.record(300);
        assertThat(registry.scrape())
                .contains("latency_seconds_count 3")
                .contains("bounds_seconds_bucket{le=\"0.01\"} 0")
                .contains("rpc_seconds{quantile=\"0.99\"}")
                .contains("sizes_bytes_bucket{le=\"256.0\"} 0")
                .contains("latencies_seconds_count{code=\"200\"} 1");
    }
}
