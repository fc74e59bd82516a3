package dev.fennel.benchmarks;

import dev.fennel.metrics.Buckets;
import dev.fennel.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How does the cost of an observation grow with the number of classic buckets, and what does it matter whether their
 * bucket can be guessed, since it is always the same?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar HistogramBounds
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HistogramBounds {
    private static final double MIN_SECONDS = 0.001;
    private static final double MAX_SECONDS = 10;

    /** The number of bounds. */
    @Param({"1", "5", "11", "50", "500"})
    private int bounds;

    /** Whether each observation is the same. */
    @Param({"false", "true"})
    private boolean constant;

    private Histogram histogram = histogram(1);

    /** Makes the histogram. */
    @Setup
    public void makeHistogram() {
        histogram = histogram(bounds);
    }

    private static Histogram histogram(int bounds) {
        return Histogram.builder("request_duration_seconds", "Latency.")
                .buckets(Buckets.exponentialRange(MIN_SECONDS, MAX_SECONDS, bounds))
                .build();
    }

    /**
     * Our library.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void fennel(Observations observations) {
        double value = observations.next();
        histogram.observe(constant ? MAX_SECONDS / 100 : value);
    }
}
