package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import dev.fennel.benchmarks.ScrapedHistograms;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogram;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Observing histograms in turn while a scrape is always under way. OpenTelemetry collects, but writes no text. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObserveWhileScraped {
    private static final String LABEL = "handler";

    /** The Prometheus client for Java. */
    public static class ClientJava extends ScrapedHistograms {
        private final PrometheusRegistry registry = new PrometheusRegistry();
        private final ExpositionFormatWriter format = PrometheusTextFormatWriter.create();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final DistributionDataPoint[] histograms;

        /** Makes the histograms. */
        public ClientJava() {
            Histogram metric = Histograms.clientJava(LABEL);
            registry.register(metric);
            histograms = IntStream.range(0, COUNT)
                    .mapToObj(i -> metric.labelValues(LABEL + i))
                    .toArray(DistributionDataPoint[]::new);
        }

        @Override
        protected void scrape() throws IOException {
            body.reset();
            format.write(body, registry.scrape());
        }
    }

    /** The older Prometheus client for Java. */
    public static class Simpleclient extends ScrapedHistograms {
        private final CollectorRegistry registry = new CollectorRegistry();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final io.prometheus.client.Histogram.Child[] histograms;

        /** Makes the histograms. */
        public Simpleclient() {
            io.prometheus.client.Histogram metric = Histograms.simpleclient(LABEL);
            registry.register(metric);
            histograms = IntStream.range(0, COUNT)
                    .mapToObj(i -> metric.labels(LABEL + i))
                    .toArray(io.prometheus.client.Histogram.Child[]::new);
        }

        @Override
        protected void scrape() throws IOException {
            body.reset();
            Writer writer = new OutputStreamWriter(body, StandardCharsets.UTF_8);
            TextFormat.write004(writer, registry.metricFamilySamples());
            writer.flush();
        }
    }

    /** Micrometer with its registry for Prometheus. */
    public static class Micrometer extends ScrapedHistograms {
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final Timer[] histograms = IntStream.range(0, COUNT)
                .mapToObj(i -> Histograms.micrometer(registry, LABEL, LABEL + i))
                .toArray(Timer[]::new);

        /** Makes the histograms. */
        public Micrometer() {}

        @Override
        protected void scrape() throws IOException {
            body.reset();
            registry.scrape(body);
        }
    }

    /** The OpenTelemetry SDK. */
    public static class Sdk extends ScrapedHistograms {
        private final OpenTelemetry sdk = new OpenTelemetry();
        private final BoundDoubleHistogram[] histograms;

        /** Makes the histograms. */
        public Sdk() {
            ExtendedDoubleHistogram instrument = Histograms.openTelemetry(sdk);
            histograms = IntStream.range(0, COUNT)
                    .mapToObj(i -> instrument.bind(
                            Attributes.builder().put(LABEL, LABEL + i).build()))
                    .toArray(BoundDoubleHistogram[]::new);
        }

        @Override
        protected void scrape() {
            sdk.collect();
        }
    }

    /**
     * The Prometheus client for Java.
     *
     * @param scraped the histograms
     * @param turn which one to observe
     * @param observations the values to observe
     */
    @Benchmark
    public void clientJava(ClientJava scraped, ScrapedHistograms.Turn turn, Observations observations) {
        scraped.histograms[turn.next()].observe(observations.next());
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param scraped the histograms
     * @param turn which one to observe
     * @param observations the values to observe
     */
    @Benchmark
    public void simpleclient(Simpleclient scraped, ScrapedHistograms.Turn turn, Observations observations) {
        scraped.histograms[turn.next()].observe(observations.next());
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param scraped the histograms
     * @param turn which one to observe
     * @param observations the values to observe
     */
    @Benchmark
    public void micrometer(Micrometer scraped, ScrapedHistograms.Turn turn, Observations observations) {
        scraped.histograms[turn.next()].record(observations.nextNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The OpenTelemetry SDK, with bound instruments.
     *
     * @param scraped the histograms
     * @param turn which one to observe
     * @param observations the values to observe
     */
    @Benchmark
    public void openTelemetry(Sdk scraped, ScrapedHistograms.Turn turn, Observations observations) {
        scraped.histograms[turn.next()].record(observations.next());
    }
}
