package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Gathering everything, encoding it in the text format and writing it to a buffer that is used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TextScrape {
    /** How many lines the text has, about, without comments. */
    @Param({"10000", "100000"})
    public int lines;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** The load in the Prometheus client for Java. */
    @State(Scope.Benchmark)
    public static class ClientJava {
        private final PrometheusRegistry registry = new PrometheusRegistry();
        private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();

        /**
         * Makes the series.
         *
         * @param scrape says how many
         */
        @Setup
        public void makeSeries(TextScrape scrape) {
            ScrapeLoad.fill(scrape.lines, new ClientJavaLoad(registry));
        }
    }

    /** The load in the older Prometheus client for Java. */
    @State(Scope.Benchmark)
    public static class Simpleclient {
        private final CollectorRegistry registry = new CollectorRegistry();

        /**
         * Makes the series.
         *
         * @param scrape says how many
         */
        @Setup
        public void makeSeries(TextScrape scrape) {
            ScrapeLoad.fill(scrape.lines, new SimpleclientLoad(registry));
        }
    }

    /** The load in Micrometer. */
    @State(Scope.Benchmark)
    public static class Micrometer {
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        /**
         * Makes the series.
         *
         * @param scrape says how many
         */
        @Setup
        public void makeSeries(TextScrape scrape) {
            ScrapeLoad.fill(scrape.lines, new MicrometerLoad(registry));
        }
    }

    /**
     * The Prometheus client for Java.
     *
     * @param load the series
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream clientJava(ClientJava load) throws IOException {
        body.reset();
        load.format.write(body, load.registry.scrape());
        return body;
    }

    /**
     * The older Prometheus client for Java, without its time stamps of creation.
     *
     * @param load the series
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream simpleclient(Simpleclient load) throws IOException {
        body.reset();
        Writer writer = new OutputStreamWriter(body, StandardCharsets.UTF_8);
        TextFormat.write004(writer, load.registry.filteredMetricFamilySamples(name -> !name.endsWith("_created")));
        writer.flush();
        return body;
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param load the series
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream micrometer(Micrometer load) throws IOException {
        body.reset();
        load.registry.scrape(body);
        return body;
    }
}
