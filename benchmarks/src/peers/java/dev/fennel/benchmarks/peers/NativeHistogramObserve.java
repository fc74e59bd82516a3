package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Observing a value in a native histogram with eight buckets from a power of two to the next, at most 160. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeHistogramObserve {
    private final DistributionDataPoint clientJava =
            NativeHistograms.clientJava("method").labelValues("GET");
    private final BoundDoubleHistogram openTelemetry = NativeHistograms.openTelemetry(
                    OpenTelemetry.withNativeHistograms())
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
     * The OpenTelemetry SDK, with a bound instrument.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void openTelemetry(Observations observations) {
        openTelemetry.record(observations.next());
    }
}
