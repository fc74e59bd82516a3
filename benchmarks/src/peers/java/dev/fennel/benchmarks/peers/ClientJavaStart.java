package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.StartUp;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The programs of the Prometheus client for Java for {@link StartUp}. */
public final class ClientJavaStart {
    private ClientJavaStart() {}

    /** One counter of the Prometheus client for Java. */
    public static final class Counts implements Runnable {
        /** For {@link StartUp}. */
        public Counts() {}

        @Override
        public void run() {
            PrometheusRegistry registry = new PrometheusRegistry();
            Counter.builder()
                    .name("jobs_total")
                    .help("Jobs done.")
                    .register(registry)
                    .inc();
            try {
                PrometheusTextFormatWriter.create().write(new ByteArrayOutputStream(), registry.scrape());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
