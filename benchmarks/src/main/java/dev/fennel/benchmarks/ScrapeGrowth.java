package dev.fennel.benchmarks;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
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
 * Does the cost of gathering and encoding a series stay the same when the number of series grows? Divide the time by
 * the number of lines.
 *
 * <pre>{@code
 * mvn -q -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar ScrapeGrowth
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScrapeGrowth {
    /** The approximate number of series as Prometheus counts them: each line of text is one. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int lines;

    /** The format. */
    @Param({"TEXT", "OPENMETRICS", "OPENMETRICS_2_0", "PROTOBUF"})
    public String format;

    private final Registry registry = Registry.create();
    private Encoder encoder;

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        encoder = switch (format) {
            case "TEXT" -> Format.TEXT.newEncoder();
            case "OPENMETRICS" -> Format.OPENMETRICS.newEncoder();
            case "OPENMETRICS_2_0" -> Format.OPENMETRICS_2_0.newEncoder();
            case "PROTOBUF" -> Format.PROTOBUF.newEncoder();
            default -> throw new IllegalArgumentException("format \"" + format + "\"");
        };
        ScrapeLoad.fill(lines, new RegistryLoad(registry));
    }

    /**
     * Our library.
     *
     * @return the length of the body
     */
    @Benchmark
    public int fennel() {
        encoder.reset();
        encoder.encodeAll(registry.gather().families());
        encoder.finish();
        return encoder.size();
    }
}
