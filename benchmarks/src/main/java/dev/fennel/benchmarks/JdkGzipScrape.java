package dev.fennel.benchmarks;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What would {@link GzipScrape} cost if the same text went through the JDK's Deflater at its fastest level, in memory
 * that is used again? The test of this class compares how long the bodies are.
 *
 * <pre>{@code
 * mvn -q -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main GzipScrape.fennel JdkGzipScrape
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JdkGzipScrape {
    /** The approximate number of series as Prometheus counts them: each line of text is one. */
    @Param("100000")
    public int lines;

    private final Registry registry = Registry.create();
    private final Scraper scraper = Scraper.builder().gatherer(registry).build();
    private final Map<String, List<String>> headers = Map.of();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private final Target target = new Target();
    private byte[] compressed = new byte[1 << 20];

    /** Gives access to its array. */
    private static final class Target extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        ScrapeLoad.fill(lines, new RegistryLoad(registry));
    }

    /**
     * Our library, with the JDK's compression.
     *
     * @return the length of the body, without the few bytes around it that gzip adds
     * @throws IOException never
     */
    @Benchmark
    public int jdk() throws IOException {
        target.reset();
        try (ScrapeAnswer answer = scraper.scrape("GET", headers::get, null)) {
            answer.writeTo(target);
        }
        checksum.reset();
        checksum.update(target.array(), 0, target.size());
        deflater.reset();
        deflater.setInput(target.array(), 0, target.size());
        deflater.finish();
        int size = 0;
        while (!deflater.finished()) {
            if (size == compressed.length) {
                compressed = Arrays.copyOf(compressed, 2 * size);
            }
            size += deflater.deflate(compressed, size, compressed.length - size);
        }
        return size;
    }

    /** The length of the last body before it was compressed. */
    int textSize() {
        return target.size();
    }

    /** Frees the memory outside the heap. */
    @TearDown
    public void end() {
        deflater.end();
    }
}
