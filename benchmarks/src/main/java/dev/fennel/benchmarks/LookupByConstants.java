package dev.fennel.benchmarks;

import dev.fennel.metrics.CounterVec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to find a series by two label values and add one, if the values are constants in the caller's code?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar LookupByConstants
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupByConstants {
    private final CounterVec counters = CounterVec.builder("requests_total", "Requests served.", "method", "code")
            .build();

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        RequestLabels.forEach(counters::withLabelValues);
    }

    /** Ours. */
    @Benchmark
    public void fennel() {
        counters.withLabelValues("GET", "200").inc();
    }
}
