package dev.fennel.benchmarks.peers;

import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;

/**
 * Gathering everything, encoding it in protobuf and writing it to a buffer that is used again. The older Prometheus
 * client for Java does not write protobuf.
 */
public class ProtobufScrape extends FormatScrape {
    /** Scrapes in protobuf. */
    public ProtobufScrape() {
        super(new PrometheusProtobufWriter());
    }
}
