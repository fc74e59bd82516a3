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
import java.util.ArrayList;
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
    private static final Format CREATED = Format.OPENMETRICS.withCreatedSamples();

    static Stream<Arguments> scrapes() {
        List<Arguments> scrapes = new ArrayList<>();
        for (Format format : List.of(Format.TEXT, CREATED, Format.OPENMETRICS_2_0, Format.PROTOBUF)) {
            scrapes.add(Arguments.of("counters", format, counters()));
            scrapes.add(Arguments.of("gauges", format, gauges()));
            scrapes.add(Arguments.of("histograms", format, histograms()));
            scrapes.add(Arguments.of("summaries", format, summaries()));
            scrapes.add(Arguments.of("native histograms", format, nativeHistograms()));
            scrapes.add(Arguments.of("exemplars", format, exemplars()));
            scrapes.add(Arguments.of("families", format, families()));
            for (EscapingScheme scheme : EscapingScheme.values()) {
                scrapes.add(Arguments.of("names", format.withEscaping(scheme), namesInUtf8()));
            }
        }
        return scrapes.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("scrapes")
    void scrapeAllocatesNothingPerSeries(String name, Format format, IntFunction<Metric> metric) throws IOException {
        List<MetricFamily> families =
                Families.of(IntStream.range(0, SERIES).mapToObj(metric).toArray(Metric[]::new));
        for (boolean together : new boolean[] {true, false}) {
            Encoder encoder = format.newEncoder();
            long[] allocated = new long[20];
            for (int scrape = 0; scrape < allocated.length; scrape++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                scrape(encoder, families, together);
                allocated[scrape] = THREADS.getCurrentThreadAllocatedBytes() - before;
            }

            assertThat(encoder.errors()).isEmpty();
            assertThat(encoder.size()).isGreaterThan(SERIES * 20);
            assertThat(Arrays.stream(allocated).skip(10).max().getAsLong()).isLessThan(MAX_BYTES);
        }
    }

    private static void scrape(Encoder encoder, List<MetricFamily> families, boolean together) throws IOException {
        encoder.reset();
        if (together) {
            encoder.encodeAll(families);
        } else {
            families.forEach(encoder::encode);
        }
        encoder.finish();
        encoder.writeTo(OutputStream.nullOutputStream());
    }

    private static IntFunction<Metric> counters() {
        Desc desc = Desc.counter("requests_total", "Requests.", "method", "path");
        return i -> ConstMetric.of(desc, i * 1000.0, "GET", "/" + i).withCreated(Instant.ofEpochMilli(i));
    }

    private static IntFunction<Metric> gauges() {
        Desc desc = Desc.gauge("temperature", "Temperature.", "sensor");
        return i -> ConstMetric.of(desc, Math.sqrt(i) * 1e-7, "ü\n" + i).withTimestamp(Instant.ofEpochMilli(i));
    }

    private static IntFunction<Metric> histograms() {
        Desc desc = Desc.histogram("latency_seconds", "Latency.", "path").withUnit("seconds");
        Map<Double, Long> buckets = Map.of(0.005, 1L, 0.1, 2L, 1.0, 3L, 10.0, 2_000_000L);
        return i -> ConstMetric.histogram(desc, 3_000_000, i / 7.0, buckets, "/" + i)
                .withCreated(Instant.EPOCH);
    }

    private static IntFunction<Metric> summaries() {
        Desc desc = Desc.summary("size_bytes", "Size.", "path");
        Map<Double, Double> quantiles = Map.of(0.5, 1.0 / 3, 0.99, Double.NaN);
        return i -> ConstMetric.summary(desc, i, i / 7.0, quantiles, "/" + i).withCreated(Instant.EPOCH);
    }

    private static IntFunction<Metric> nativeHistograms() {
        Desc desc = Desc.histogram("native_seconds", "Latency.", "path");
        Map<Integer, Long> positive = Map.of(-99, 1L, 5, 199L);
        Map<Integer, Long> negative = Map.of(6, 100L);
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "ä"), 1.5, Instant.ofEpochSecond(1_700_000_000, 5));
        return i -> ConstMetric.nativeHistogram(desc, 300, i / 7.0, 3, 1e-9, 0, positive, negative, "/" + i)
                .withExemplars(exemplar)
                .withCreated(Instant.EPOCH);
    }

    private static IntFunction<Metric> families() {
        return i -> ConstMetric.of(Desc.counter("my.jobs_" + i + "_total", "Jobs."), i)
                .withCreated(Instant.EPOCH);
    }

    private static IntFunction<Metric> namesInUtf8() {
        Desc desc = Desc.histogram("http.latency", "Latency.", "http.path");
        return i -> ConstMetric.histogram(desc, 1, i / 7.0, Map.of(), "/" + i).withCreated(Instant.EPOCH);
    }

    private static IntFunction<Metric> exemplars() {
        Desc desc = Desc.counter("requests_total", "Requests.", "path");
        return i -> ConstMetric.of(desc, i, "/" + i)
                .withExemplars(new Exemplar(Labels.of("trace_id", "ab" + i, "span_id", "c"), i, Instant.EPOCH));
    }
}
