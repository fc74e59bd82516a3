package dev.fennel.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does it cost to find a series by two label values and add one, if the values are constants in the caller's code?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar LookupByConstants
 * }</pre>
 */
public class LookupByConstants extends RequestCounters {
    /** Our library. */
    @Benchmark
    public void fennel() {
        counters.withLabelValues("GET", "200").inc();
    }
}
