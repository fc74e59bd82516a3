package dev.fennel.benchmarks;

import dev.fennel.metrics.Gauge;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to set a gauge that is at hand?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar GaugeSet
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GaugeSet {
    private final Gauge gauge = Gauge.builder("queue_depth", "Jobs waiting.").build();

    /**
     * Our library.
     *
     * @param observations the values to set
     */
    @Benchmark
    public void fennel(Observations observations) {
        gauge.set(observations.next());
    }
}
