package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.BuildInfoCollector;
import dev.fennel.collectors.ExecutorCollector;
import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.JvmPart;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.LongTasks;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.AlreadyRegisteredException;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The rows of the migration guide about registries and collectors. */
class MigrationRegistriesTest {
    private final Registry registry = Registry.create();
    private final Counter jobs = Counter.builder("jobs_total", "Jobs done.").build();

    @Test
    void registries() {
        Registry own = Registry.create();
        Registry strict = Registry.pedantic();
        Gatherer all = Gatherers.merge(Registry.defaultRegistry(), own);
        Gauge.builder("of_its_own", "In the own registry.").register(own);

        assertThatMetrics(strict).isEmpty();
        assertThatMetrics(all).named("of_its_own").isNotEmpty();
        assertThatMetrics(all).named("jvm_threads_current").isNotEmpty();
    }

    @Test
    void registration() {
        registry.register(jobs);
        assertThat(Counter.builder("jobs_total", "Jobs done.").registerOrGet(registry))
                .isSameAs(jobs);
        assertThatThrownBy(() -> registry.register(jobs)).isInstanceOf(AlreadyRegisteredException.class);
        GatherResult result = registry.gather();
        assertThat(result.families()).hasSize(1);
        assertThat(result.errors()).isEmpty();

        registry.unregister(jobs);
        assertThatMetrics(registry).isEmpty();
    }

    @Test
    void executors() throws Exception {
        ExecutorCollector executors = registry.registerOrGet(new ExecutorCollector());
        ExecutorService mail = executors.measure("mail", Executors.newFixedThreadPool(4));
        try {
            mail.submit(() -> jobs.inc()).get();
            assertThatMetrics(registry).contains("executor_pool_max_threads{name=\"mail\"} 4");
        } finally {
            mail.shutdown();
        }
    }

    @Test
    void longTasks() {
        LongTasks backups = LongTasks.builder("backup", "Backups.", "database").register(registry);
        try (LongTasks.Task task = backups.start("customers")) {
            assertThat(task.elapsed().toNanos()).isNotNegative();
            assertThatMetrics(registry).contains("backup_in_progress{database=\"customers\"} 1");
        }
    }

    @Test
    void wrapping() {
        Registerer eu = registry.withLabels(Labels.of("zone", "eu"));
        Registerer db = registry.withPrefix("db_");
        jobs.inc();
        eu.register(jobs);
        db.register(jobs);

        assertThatMetrics(registry).contains("""
                jobs_total{zone="eu"} 1
                db_jobs_total 1
                """);
    }

    @Test
    void constMetrics() {
        Instant at = Instant.ofEpochSecond(1_700_000_000);
        Exception failure = new Exception("out of reach");
        Desc desc = Desc.gauge("pool_connections", "Connections.", "state");
        registry.register(FunctionalCollector.of(desc, out -> {
            out.accept(ConstMetric.of(desc, 3, "idle"));
            out.accept(ConstMetric.of(desc, 5, "busy").withTimestamp(at));
            out.accept(ConstMetric.invalid(desc, failure));
        }));

        GatherResult result = registry.gather();
        assertThat(result.errors()).hasSize(1);
        assertThat(result.families().get(0).metrics().get(0).timestampMillis()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void copiedMetrics() {
        Instant at = Instant.ofEpochSecond(1_700_000_000);
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "4bf92f35"), 0.2, at);
        Metric metric = jobs;
        registry.register(FunctionalCollector.of(
                jobs.desc(), out -> out.accept(ConstMetric.copyOf(metric).withTimestamp(at))));

        assertThat(ConstMetric.copyOf(metric).withExemplars(exemplar).desc()).isEqualTo(jobs.desc());
        assertThatMetrics(registry).contains("jobs_total 0 1700000000000");
    }

    @Test
    void severalAtOnceOrNone() {
        Gauge depth = Gauge.builder("queue_depth", "Jobs waiting.").build();
        registry.registerAll(jobs, depth);
        Counter.builder("jobs_total", "Jobs done.").register(Registerer.noop()).inc();

        assertThatMetrics(registry).hasCount(2).contains("jobs_total 0");
    }

    @Test
    void valuesForLabels() {
        Map<String, List<String>> queues = new TreeMap<>(Map.of("mail", List.of("a"), "print", List.of()));
        GaugeFunc.builder("queue_waiting", "Jobs waiting.", "queue")
                .values(out -> queues.forEach((name, jobs) -> out.accept(jobs.size(), name)))
                .register(registry);

        assertThatMetrics(registry).hasCount(2).contains("queue_waiting{queue=\"mail\"} 1");
    }

    /** A stand-in for rows that are read from one moment. */
    private record Table(List<MetricFamily> families, AtomicInteger released) {
        Snapshot snapshot() {
            return new Snapshot(families, released::incrementAndGet);
        }
    }

    private record Snapshot(List<MetricFamily> families, Runnable end) {
        void release() {
            end.run();
        }
    }

    @Test
    void gathererThatWaitsForTheEncoder() {
        Gauge.builder("rows", "Rows.").register(registry);
        Table table = new Table(registry.gather().families(), new AtomicInteger());
        Gatherer rows = () -> {
            Snapshot snapshot = table.snapshot();
            return new GatherResult(snapshot.families(), List.of(), snapshot::release);
        };
        MetricsHandler handler = MetricsHandler.builder().gatherer(rows).build();
        GatherResult result = rows.gather();
        result.done();

        assertThatMetrics(rows).contains("rows 0");
        assertThat(table.released()).hasValue(2);
        handler.close();
    }

    private static final class Shop {}

    @Test
    void collectors() {
        registry.register(new JvmCollector(Set.of(JvmPart.MEMORY, JvmPart.GC)));
        registry.register(new ProcessCollector());
        registry.register(BuildInfoCollector.of("shop", Shop.class));
        Registry other = Registry.create();
        other.register(new JvmCollector());
        Registry third = Registry.create();
        third.register(new JvmCollector(EnumSet.of(JvmPart.THREADS)));

        assertThatMetrics(registry).named("jvm_memory_used_bytes").isNotEmpty();
        assertThatMetrics(registry)
                .named("process_cpu_seconds_total", "shop_build_info")
                .hasCount(2);
        assertThatMetrics(registry).named("jvm_threads_current").isEmpty();
        assertThatMetrics(other).named("jvm_threads_current").isNotEmpty();
        assertThatMetrics(third).named("jvm_threads_current").isNotEmpty();
    }
}
