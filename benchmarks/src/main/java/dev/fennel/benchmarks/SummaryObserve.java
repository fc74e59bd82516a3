package dev.fennel.benchmarks;

import dev.fennel.metrics.Summary;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to observe a value in a summary with three objectives (the median within 5 %, the 90th percentile
 * within 1 %, the 99th within 0.1 %), over ten minutes in five ages?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar SummaryObserve
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SummaryObserve {
    private final Summary summary = Summary.builder("request_duration_seconds", "Latency.")
            .objective(0.5, 0.05)
            .objective(0.9, 0.01)
            .objective(0.99, 0.001)
            .build();

    /**
     * Our library.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void fennel(Observations observations) {
        summary.observe(observations.next());
    }
}
