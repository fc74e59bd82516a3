package dev.fennel.benchmarks;

import dev.fennel.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to observe a value in a native histogram, with eight buckets from a power of two to the next and at
 * most 160 of them?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar NativeHistogram
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeHistogramObserve {
    private final Histogram histogram = Histogram.builder("request_duration_seconds", "Latency.")
            .nativeBuckets(1.1)
            .maxBuckets(160)
            .build();

    /**
     * Our library.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void fennel(Observations observations) {
        histogram.observe(observations.next());
    }
}
