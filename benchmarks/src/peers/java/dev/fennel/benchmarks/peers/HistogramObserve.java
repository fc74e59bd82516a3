package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.prometheus.client.Histogram;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
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
    private final DistributionDataPoint clientJava =
            Histograms.clientJava("method").labelValues("GET");
    private final Histogram.Child simpleclient =
            Histograms.simpleclient("method").labels("GET");
    private final Timer micrometer = Histograms.micrometer("method", "GET");
    private final BoundDoubleHistogram openTelemetry = Histograms.openTelemetry(new OpenTelemetry())
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
