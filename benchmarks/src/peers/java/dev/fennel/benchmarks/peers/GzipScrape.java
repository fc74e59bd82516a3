package dev.fennel.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Gathering, encoding text into a buffer and compressing it into another, as the libraries' own HTTP servers do. The
 * headers of a request are not read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GzipScrape {
    /** The approximate number of series as Prometheus counts them: each line of text is one. */
    @Param("100000")
    public int lines;

    private final TextScrape scrape = new TextScrape();
    private final FormatScrape.ClientJava clientJava = new FormatScrape.ClientJava();
    private final FormatScrape.Simpleclient simpleclient = new FormatScrape.Simpleclient();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        FormatScrape.Size size = new FormatScrape.Size();
        size.lines = lines;
        clientJava.makeSeries(size);
        simpleclient.makeSeries(size);
    }

    /**
     * The Prometheus client for Java.
     *
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream clientJava() throws IOException {
        return compressed(scrape.clientJava(clientJava));
    }

    /**
     * The older Prometheus client for Java.
     *
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream simpleclient() throws IOException {
        return compressed(scrape.simpleclient(simpleclient));
    }

    private ByteArrayOutputStream compressed(ByteArrayOutputStream text) throws IOException {
        body.reset();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            text.writeTo(gzip);
        }
        return body;
    }
}
