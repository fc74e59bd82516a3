package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.NewSeries;
import dev.fennel.benchmarks.ScrapeLoad;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Making a series among 10,000 others, adding one to it, and removing it. OpenTelemetry is missing, as it removes none.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BirthAndDeath {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    /** The Prometheus client for Java. */
    @State(Scope.Benchmark)
    public static class ClientJava {
        private final Counter counters = Counter.builder()
                .name("requests_total")
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .build();

        /** Makes the other series. */
        @Setup
        public void makeResidents() {
            NewSeries.forEachResident(counters::labelValues);
        }
    }

    /** The older Prometheus client for Java. */
    @State(Scope.Benchmark)
    public static class Simpleclient {
        private final io.prometheus.client.Counter counters = io.prometheus.client.Counter.build(
                        "requests_total", "Requests served.")
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .create();

        /** Makes the other series. */
        @Setup
        public void makeResidents() {
            NewSeries.forEachResident(counters::labels);
        }
    }

    /** Micrometer with its registry for Prometheus. */
    @State(Scope.Benchmark)
    public static class Micrometer {
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final MeterProvider<io.micrometer.core.instrument.Counter> counters =
                io.micrometer.core.instrument.Counter.builder("requests").withRegistry(registry);

        /** Makes the other series. */
        @Setup
        public void makeResidents() {
            NewSeries.forEachResident(this::counter);
        }

        private io.micrometer.core.instrument.Counter counter(String... labelValues) {
            return counters.withTags(
                    LABEL_NAMES[0], labelValues[0], LABEL_NAMES[1], labelValues[1], LABEL_NAMES[2], labelValues[2]);
        }
    }

    /**
     * The Prometheus client for Java.
     *
     * @param load the others
     * @param series the new ones
     */
    @Benchmark
    public void clientJava(ClientJava load, NewSeries series) {
        String[] labelValues = series.next();
        load.counters.labelValues(labelValues).inc();
        load.counters.remove(labelValues);
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param load the others
     * @param series the new ones
     */
    @Benchmark
    public void simpleclient(Simpleclient load, NewSeries series) {
        String[] labelValues = series.next();
        load.counters.labels(labelValues).inc();
        load.counters.remove(labelValues);
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param load the others
     * @param series the new ones
     * @return what was removed
     */
    @Benchmark
    public Meter micrometer(Micrometer load, NewSeries series) {
        io.micrometer.core.instrument.Counter counter = load.counter(series.next());
        counter.increment();
        return load.registry.remove(counter);
    }
}
