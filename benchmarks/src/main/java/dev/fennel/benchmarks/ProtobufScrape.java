package dev.fennel.benchmarks;

import dev.fennel.exposition.Format;

/**
 * What does it cost to gather everything, encode it in protobuf and write it to a buffer that is used again?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar ProtobufScrape
 * }</pre>
 */
public class ProtobufScrape extends FormatScrape {
    /** Scrapes in protobuf. */
    public ProtobufScrape() {
        super(Format.PROTOBUF);
    }
}
