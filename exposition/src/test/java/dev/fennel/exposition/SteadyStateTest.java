package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a scrape allocates once buffers have grown and labels are encoded. */
class SteadyStateTest {
    private static final int SERIES = 10_000;
    private static final int MAX_BYTES = 4096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> metrics() {
        Desc counter = Desc.counter("requests_total", "Requests.", "method", "path");
        Desc gauge = Desc.gauge("temperature", "Temperature.", "sensor");
        Desc histogram = Desc.histogram("latency_seconds", "Latency.", "path");
        Desc summary = Desc.summary("size_bytes", "Size.", "path");
        Desc nativeHistogram = Desc.histogram("native_seconds", "Latency.", "path");
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "ä"), 1.5, Instant.ofEpochSecond(1_700_000_000, 5));
        Map<Double, Long> buckets = Map.of(0.005, 1L, 0.1, 2L, 1.0, 3L, 10.0, 2_000_000L);
        Map<Double, Double> quantiles = Map.of(0.5, 1.0 / 3, 0.99, Double.NaN);
        IntFunction<Metric> counters = i -> ConstMetric.of(counter, i * 1000.0, "GET", "/" + i)
                .withExemplars(exemplar)
                .withCreated(exemplar.timestamp());
        IntFunction<Metric> gauges = i -> ConstMetric.of(gauge, Math.sqrt(i) * 1e-7, "ü\n" + i);
        IntFunction<Metric> histograms = i -> ConstMetric.histogram(histogram, 3_000_000, i / 7.0, buckets, "/" + i);
        IntFunction<Metric> summaries = i -> ConstMetric.summary(summary, i, i / 7.0, quantiles, "/" + i);
        IntFunction<Metric> natives = i -> ConstMetric.nativeHistogram(
                        nativeHistogram, 300, i / 7.0, 3, 1e-9, 0, Map.of(-99, 1L, 5, 199L), Map.of(6, 100L), "/" + i)
                .withExemplars(exemplar)
                .withCreated(exemplar.timestamp());
        Map<String, IntFunction<Metric>> metrics = Map.of(
                "counters", counters,
                "gauges", gauges,
                "histograms", histograms,
                "summaries", summaries,
                "native histograms", natives);
        return Stream.of(Format.TEXT, Format.OPENMETRICS, Format.PROTOBUF)
                .flatMap(format -> metrics.entrySet().stream()
                        .map(entry -> Arguments.of(entry.getKey(), format, entry.getValue())));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("metrics")
    void scrapeAllocatesNothingPerSeries(String name, Format format, IntFunction<Metric> metric) throws IOException {
        List<MetricFamily> families =
                Families.of(IntStream.range(0, SERIES).mapToObj(metric).toArray(Metric[]::new));
        Encoder encoder = format.newEncoder();
        long[] allocated = new long[20];
        for (int scrape = 0; scrape < allocated.length; scrape++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            scrape(encoder, families);
            allocated[scrape] = THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        assertThat(encoder.errors()).isEmpty();
        assertThat(encoder.size()).isGreaterThan(SERIES * 20);
        assertThat(Arrays.stream(allocated).skip(10).max().getAsLong()).isLessThan(MAX_BYTES);
    }

    private static void scrape(Encoder encoder, List<MetricFamily> families) throws IOException {
        encoder.reset();
        for (MetricFamily family : families) {
            encoder.encode(family);
        }
        encoder.finish();
        encoder.writeTo(OutputStream.nullOutputStream());
    }
}
