package dev.fennel.benchmarks;

import dev.fennel.metrics.Histogram;
import dev.fennel.model.Labels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to observe a value in a histogram with the usual buckets, while each observation belongs to a trace
 * and may become an exemplar?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar Exemplars
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObserveWithExemplars {
    private final Labels trace =
            Labels.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "span_id", "00f067aa0ba902b7");
    private final Histogram histogram = Histogram.builder("request_duration_seconds", "Latency.")
            .exemplars(() -> trace)
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
