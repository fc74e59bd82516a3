package dev.fennel.benchmarks;

import dev.fennel.exposition.Format;

/**
 * What does it cost to gather everything, encode it in the text format and write it to a buffer that is used again?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar TextScrape
 * }</pre>
 */
public class TextScrape extends FormatScrape {
    /** Scrapes in the text format. */
    public TextScrape() {
        super(Format.TEXT);
    }
}
