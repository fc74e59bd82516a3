package dev.fennel.benchmarks.peers;

import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** Gathering everything, encoding it in the text format and writing it to a buffer that is used again. */
public class TextScrape extends FormatScrape {
    /** Scrapes in the text format. */
    public TextScrape() {
        super(PrometheusTextFormatWriter.create());
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
        TextFormat.write004(writer, load.registry.filteredMetricFamilySamples(name -> !name.endsWith("_created")));
        writer.flush();
        return body;
    }
}
