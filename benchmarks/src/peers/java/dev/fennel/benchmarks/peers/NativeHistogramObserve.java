package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
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
    private final DistributionDataPoint clientJava = Histogram.builder()
            .name("request_duration_seconds")
            .labelNames("method")
            .nativeOnly()
            .nativeInitialSchema(3)
            .nativeMaxNumberOfBuckets(160)
            .withoutExemplars()
            .build()
            .labelValues("GET");

    /**
     * The Prometheus client for Java.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void clientJava(Observations observations) {
        clientJava.observe(observations.next());
    }
}
