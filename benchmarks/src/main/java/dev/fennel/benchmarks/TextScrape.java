package dev.fennel.benchmarks;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
 * What does it cost to gather everything, encode it in the text format and write it to a buffer that is used again?
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar TextScrape
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TextScrape {
    /** How many lines the text has, about, without comments. */
    @Param({"10000", "100000"})
    public int lines;

    private final Registry registry = Registry.create();
    private final Encoder encoder = Format.TEXT.newEncoder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        ScrapeLoad.fill(lines, new RegistryLoad(registry));
    }

    /**
     * Ours.
     *
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream fennel() throws IOException {
        body.reset();
        encoder.reset();
        registry.gather().families().forEach(encoder::encode);
        encoder.finish();
        encoder.writeTo(body);
        return body;
    }
}
