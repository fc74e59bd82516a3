package dev.fennel.benchmarks;

import dev.fennel.metrics.Buckets;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.HistogramValue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * How long does it take to read a histogram with the usual eleven classic buckets while 64 threads observe it?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar HistogramRead
 * }</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HistogramRead {
    /** Ours. */
    public static class Fennel extends BusySeries {
        private final Histogram series = Histogram.builder("request_duration_seconds", "Latency.")
                .buckets(Buckets.DEFAULT)
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
    public HistogramValue fennel(Fennel busy) {
        return busy.series.snapshot();
    }
}
