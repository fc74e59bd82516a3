package dev.fennel.benchmarks;

import dev.fennel.metrics.Counter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to add one to a counter that is at hand? The floor is the JDK's striped adder.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar CounterIncrement
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CounterIncrement {
    private final Counter counter =
            Counter.builder("requests_total", "Requests served.").build();
    private final LongAdder adder = new LongAdder();

    /** Our library. */
    @Benchmark
    public void fennel() {
        counter.inc();
    }

    /** The floor. */
    @Benchmark
    public void longAdder() {
        adder.increment();
    }
}
