package dev.fennel.benchmarks;

import dev.fennel.exposition.Format;

/**
 * What does it cost to gather everything, encode it in OpenMetrics and write it to a buffer that is used again?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar OpenMetricsScrape
 * }</pre>
 */
public class OpenMetricsScrape extends FormatScrape {
    /** Scrapes in OpenMetrics. */
    public OpenMetricsScrape() {
        super(Format.OPENMETRICS);
    }
}
