package dev.fennel.benchmarks;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * How long do the slowest observations take while a scrape is always under way? Eight histograms with the usual buckets
 * are observed in turn. The time includes that of a clock, some 20 to 50 ns.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar WhileScraped
 * }</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObserveWhileScraped {
    /** Ours. */
    public static class Fennel extends ScrapedHistograms {
        private final Registry registry = Registry.create();
        private final HistogramVec vec = HistogramVec.builder("request_duration_seconds", "Latency.", "handler")
                .buckets(BOUNDS)
                .register(registry);
        private final Histogram[] histograms = IntStream.range(0, COUNT)
                .mapToObj(i -> vec.withLabelValues("handler" + i))
                .toArray(Histogram[]::new);
        private final Encoder encoder = Format.TEXT.newEncoder();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        @Override
        protected void scrape() throws IOException {
            body.reset();
            encoder.reset();
            encoder.encodeAll(registry.gather().families());
            encoder.finish();
            encoder.writeTo(body);
        }
    }

    /**
     * Our library.
     *
     * @param scraped the histograms
     * @param turn which one to observe
     * @param observations the values to observe
     */
    @Benchmark
    public void fennel(Fennel scraped, ScrapedHistograms.Turn turn, Observations observations) {
        scraped.histograms[turn.next()].observe(observations.next());
    }
}
