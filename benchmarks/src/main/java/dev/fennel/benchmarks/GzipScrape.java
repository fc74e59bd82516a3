package dev.fennel.benchmarks;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to answer a request for compressed text: to read the headers, gather, encode, compress and write to
 * a buffer that is used again?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar GzipScrape
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GzipScrape {
    /** The approximate number of series as Prometheus counts them: each line of text is one. */
    @Param("100000")
    public int lines;

    private final Registry registry = Registry.create();
    private final Scraper scraper = Scraper.builder().gatherer(registry).build();
    private final Map<String, List<String>> headers = Map.of("Accept-Encoding", List.of("gzip"));
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        ScrapeLoad.fill(lines, new RegistryLoad(registry));
    }

    /**
     * Our library.
     *
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream fennel() throws IOException {
        body.reset();
        try (ScrapeAnswer answer = scraper.scrape("GET", headers::get, null)) {
            answer.writeTo(body);
        }
        return body;
    }
}
