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

/** Gathering everything, encoding it in one format and writing it to a buffer that is used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class FormatScrape {
    /** The approximate number of series as Prometheus counts them: each line of text is one. */
    @Param({"10000", "100000"})
    public int lines;

    private final Registry registry = Registry.create();
    private final Encoder encoder;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private byte[] source;
    private byte[] target;

    /**
     * Scrapes in a format.
     *
     * @param format the format
     */
    FormatScrape(Format format) {
        encoder = format.newEncoder();
    }

    /**
     * Makes the series, and the body for the floor.
     *
     * @throws IOException never
     */
    @Setup
    public void makeSeries() throws IOException {
        ScrapeLoad.fill(lines, new RegistryLoad(registry));
        source = fennel().toByteArray();
        target = new byte[source.length];
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
        encoder.reset();
        encoder.encodeAll(registry.gather().families());
        encoder.finish();
        encoder.writeTo(body);
        return body;
    }

    /**
     * The floor: copying a body that is there already.
     *
     * @return the copy
     */
    @Benchmark
    public byte[] memcpy() {
        System.arraycopy(source, 0, target, 0, source.length);
        return target;
    }
}
