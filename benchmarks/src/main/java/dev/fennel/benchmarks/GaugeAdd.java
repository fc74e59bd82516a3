package dev.fennel.benchmarks;

import dev.fennel.metrics.Gauge;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to add to a gauge that is at hand? The floor is the JDK's striped adder for doubles.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar GaugeAdd
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GaugeAdd {
    private final Gauge gauge = Gauge.builder("queue_depth", "Jobs waiting.").build();
    private final DoubleAdder adder = new DoubleAdder();

    /**
     * Our library.
     *
     * @param observations the values to add
     */
    @Benchmark
    public void fennel(Observations observations) {
        gauge.add(observations.next());
    }

    /**
     * The floor.
     *
     * @param observations the values to add
     */
    @Benchmark
    public void doubleAdder(Observations observations) {
        adder.add(observations.next());
    }
}
