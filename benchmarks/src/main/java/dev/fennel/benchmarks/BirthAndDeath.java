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
 * What does it cost to make a series among 10,000 others, add one to it, and remove it?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar BirthAndDeath
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BirthAndDeath {
    private final CounterVec counters = CounterVec.builder(
                    "requests_total", "Requests served.", ScrapeLoad.LABEL_NAMES.toArray(String[]::new))
            .build();

    /** Makes the other series. */
    @Setup
    public void makeResidents() {
        NewSeries.forEachResident(counters::withLabelValues);
    }

    /**
     * Our library.
     *
     * @param series the new ones
     * @return whether it was there to be removed
     */
    @Benchmark
    public boolean fennel(NewSeries series) {
        String[] labelValues = series.next();
        counters.withLabelValues(labelValues).inc();
        return counters.deleteLabelValues(labelValues);
    }
}
