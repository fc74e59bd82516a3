package dev.fennel.benchmarks;

import dev.fennel.metrics.Summary;
import dev.fennel.model.SummaryValue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * How long does it take to read a summary with three objectives while 64 threads observe it?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar SummaryRead
 * }</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SummaryRead {
    /** Ours. */
    public static class Fennel extends BusySeries {
        private final Summary series = Summary.builder("request_duration_seconds", "Latency.")
                .objective(0.5, 0.05)
                .objective(0.9, 0.01)
                .objective(0.99, 0.001)
                .build();

        @Override
        protected void observe(Observations observations) {
            series.observe(observations.next());
        }
    }

    /**
     * Our library.
     *
     * @param busy the series
     * @return what it shows
     */
    @Benchmark
    public SummaryValue fennel(Fennel busy) {
        return busy.series.snapshot();
    }
}
