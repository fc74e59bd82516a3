package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Summary;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Observing a value in a summary with three quantiles, over ten minutes in five ages.
 *
 * <p>Micrometer promises something else, by another algorithm: quantiles with two significant digits of the value
 * instead of an error in rank. It observes latencies in whole nanoseconds. OpenTelemetry does not compute quantiles.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SummaryObserve {
    private static final int AGES = 5;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final DistributionDataPoint clientJava = Summary.builder()
            .name("request_duration_seconds")
            .labelNames("method")
            .quantile(0.5, 0.05)
            .quantile(0.9, 0.01)
            .quantile(0.99, 0.001)
            .maxAgeSeconds(MAX_AGE.toSeconds())
            .numberOfAgeBuckets(AGES)
            .withoutExemplars()
            .build()
            .labelValues("GET");
    private final io.prometheus.client.Summary.Child simpleclient = io.prometheus.client.Summary.build(
                    "request_duration_seconds", "Latency.")
            .labelNames("method")
            .quantile(0.5, 0.05)
            .quantile(0.9, 0.01)
            .quantile(0.99, 0.001)
            .maxAgeSeconds(MAX_AGE.toSeconds())
            .ageBuckets(AGES)
            .create()
            .labels("GET");
    private final Timer micrometer = Timer.builder("request.duration")
            .tag("method", "GET")
            .publishPercentiles(0.5, 0.9, 0.99)
            .percentilePrecision(2)
            .distributionStatisticExpiry(MAX_AGE)
            .distributionStatisticBufferLength(AGES)
            .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    /**
     * The Prometheus client for Java.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void clientJava(Observations observations) {
        clientJava.observe(observations.next());
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void simpleclient(Observations observations) {
        simpleclient.observe(observations.next());
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void micrometer(Observations observations) {
        micrometer.record(observations.nextNanos(), TimeUnit.NANOSECONDS);
    }
}
