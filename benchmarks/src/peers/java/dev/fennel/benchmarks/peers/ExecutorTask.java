package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.DirectExecutor;
import dev.fennel.benchmarks.ExecutorTask.Task;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A task of a measured executor, whose timers have the buckets of ours. The others measure no executors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExecutorTask {
    private static final double[] BUCKET_NANOS = {1e5, 1e6, 5e6, 1e7, 5e7, 1e8, 5e8, 1e9, 5e9, 1e10, 6e10};

    private final ExecutorService micrometer =
            ExecutorServiceMetrics.monitor(registry(), new DirectExecutor(), "direct");

    private static MeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BUCKET_NANOS)
                        .build()
                        .merge(config);
            }
        });
        return registry;
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param task what is executed
     */
    @Benchmark
    public void micrometer(Task task) {
        micrometer.execute(task);
    }
}
