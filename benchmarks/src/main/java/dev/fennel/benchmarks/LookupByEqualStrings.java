package dev.fennel.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * What does it cost to find a series by two label values and add one, if the values are equal to those that the series
 * was made with, but other objects? Their hash codes are known already, as they are of strings that were used before.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar EqualStrings
 * }</pre>
 */
public class LookupByEqualStrings extends RequestCounters {
    /**
     * Our library.
     *
     * @param labels the label values
     */
    @Benchmark
    public void fennel(RequestLabels labels) {
        counters.withLabelValues(labels.method(), labels.code()).inc();
    }
}
