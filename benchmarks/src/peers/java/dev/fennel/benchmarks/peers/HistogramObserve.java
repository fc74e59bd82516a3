package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import dev.fennel.metrics.Buckets;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogram;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Observing a value in a histogram with eleven classic buckets. Micrometer takes latencies in whole nanoseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HistogramObserve {
    private static final double[] BOUNDS = Buckets.DEFAULT.upperBounds();

    private final DistributionDataPoint clientJava = Histogram.builder()
            .name("request_duration_seconds")
            .labelNames("method")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .withoutExemplars()
            .build()
            .labelValues("GET");
    private final io.prometheus.client.Histogram.Child simpleclient = io.prometheus.client.Histogram.build(
                    "request_duration_seconds", "Latency.")
            .labelNames("method")
            .buckets(BOUNDS)
            .withoutExemplars()
            .create()
            .labels("GET");
    private final Timer micrometer = Timer.builder("request.duration")
            .tag("method", "GET")
            .serviceLevelObjectives(MicrometerBuckets.DEFAULT)
            .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    private final BoundDoubleHistogram openTelemetry = ((ExtendedDoubleHistogram) OpenTelemetry.newMeter()
                    .histogramBuilder("request.duration")
                    .setExplicitBucketBoundariesAdvice(
                            Arrays.stream(BOUNDS).boxed().toList())
                    .build())
            .bind(Attributes.builder().put("method", "GET").build());

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

    /**
     * The OpenTelemetry SDK, with a bound instrument.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void openTelemetry(Observations observations) {
        openTelemetry.record(observations.next());
    }
}
