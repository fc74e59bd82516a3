package dev.fennel.benchmarks.peers;

import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** Gathering everything, encoding it in OpenMetrics and writing it to a buffer that is used again. */
public class OpenMetricsScrape extends FormatScrape {
    /** Scrapes in OpenMetrics. */
    public OpenMetricsScrape() {
        super(OpenMetricsTextFormatWriter.create());
    }

    /**
     * The older Prometheus client for Java, without its created timestamps.
     *
     * @param load the series
     * @return the body
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream simpleclient(Simpleclient load) throws IOException {
        body.reset();
        Writer writer = new OutputStreamWriter(body, StandardCharsets.UTF_8);
        TextFormat.writeOpenMetrics100(
                writer, load.registry.filteredMetricFamilySamples(name -> !name.endsWith("_created")));
        writer.flush();
        return body;
    }
}
