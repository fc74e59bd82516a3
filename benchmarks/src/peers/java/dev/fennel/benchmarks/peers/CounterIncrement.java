package dev.fennel.benchmarks.peers;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundLongCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedLongCounter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Adding one to a counter that is at hand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CounterIncrement {
    private final CounterDataPoint clientJava = Counter.builder()
            .name("requests_total")
            .labelNames("method")
            .withoutExemplars()
            .build()
            .labelValues("GET");
    private final io.prometheus.client.Counter.Child simpleclient = io.prometheus.client.Counter.build(
                    "requests_total", "Requests served.")
            .labelNames("method")
            .withoutExemplars()
            .create()
            .labels("GET");
    private final io.micrometer.core.instrument.Counter micrometer =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).counter("requests", "method", "GET");
    private final BoundLongCounter openTelemetry = ((ExtendedLongCounter)
                    OpenTelemetry.newMeter().counterBuilder("requests").build())
            .bind(Attributes.builder().put("method", "GET").build());

    /** The Prometheus client for Java. */
    @Benchmark
    public void clientJava() {
        clientJava.inc();
    }

    /** The older Prometheus client for Java. */
    @Benchmark
    public void simpleclient() {
        simpleclient.inc();
    }

    /** Micrometer with its registry for Prometheus. */
    @Benchmark
    public void micrometer() {
        micrometer.increment();
    }

    /** The OpenTelemetry SDK, with a bound instrument. */
    @Benchmark
    public void openTelemetry() {
        openTelemetry.add(1);
    }
}
