package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
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
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ExpositionFormatWriter format;

    /**
     * Scrapes in a format.
     *
     * @param format the format
     */
    FormatScrape(ExpositionFormatWriter format) {
        this.format = format;
    }

    /** The size of the load. */
    @State(Scope.Benchmark)
    public static class Size {
        /** The approximate number of series as Prometheus counts them: each line of text is one. */
        @Param({"10000", "100000"})
        public int lines;
    }

    /** The load in the Prometheus client for Java. */
    @State(Scope.Benchmark)
    public static class ClientJava {
        private final PrometheusRegistry registry = new PrometheusRegistry();

        /**
         * Makes the series.
         *
         * @param size the number of lines
         */
        @Setup
        public void makeSeries(Size size) {
            ScrapeLoad.fill(size.lines, new ClientJavaLoad(registry));
        }
    }

    /** The load in the older Prometheus client for Java. */
    @State(Scope.Benchmark)
    public static class Simpleclient {
        final CollectorRegistry registry = new CollectorRegistry();

        /**
         * Makes the series.
         *
         * @param size the number of lines
         */
        @Setup
        public void makeSeries(Size size) {
            ScrapeLoad.fill(size.lines, new SimpleclientLoad(registry));
        }
    }

    /** The load in Micrometer. */
    @State(Scope.Benchmark)
    public static class Micrometer {
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        /**
         * Makes the series.
         *
         * @param size the number of lines
         */
        @Setup
        public void makeSeries(Size size) {
            ScrapeLoad.fill(size.lines, new MicrometerLoad(registry));
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
        format.write(body, load.registry.scrape());
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
        load.registry.scrape(body, format.getContentType());
        return body;
    }
}
