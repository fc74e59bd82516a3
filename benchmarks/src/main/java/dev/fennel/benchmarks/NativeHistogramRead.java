package dev.fennel.benchmarks;

import dev.fennel.metrics.Histogram;
import dev.fennel.model.HistogramValue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * How long does it take to read a native histogram while 64 threads observe it?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar NativeHistogramRead
 * }</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeHistogramRead {
    /** Ours. */
    public static class Fennel extends BusySeries {
        private final Histogram series = Histogram.builder("request_duration_seconds", "Latency.")
                .nativeBuckets(1.1)
                .maxBuckets(160)
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
