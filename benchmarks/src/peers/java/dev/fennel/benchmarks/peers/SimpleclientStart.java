package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.StartUp;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The programs of the older Prometheus client for Java for {@link StartUp}. */
public final class SimpleclientStart {
    private SimpleclientStart() {}

    /** One counter of the older Prometheus client for Java. */
    public static final class Counts implements Runnable {
        /** For {@link StartUp}. */
        public Counts() {}

        @Override
        public void run() {
            CollectorRegistry registry = new CollectorRegistry();
            Counter.build("jobs_total", "Jobs done.").register(registry).inc();
            try {
                Writer writer = new OutputStreamWriter(new ByteArrayOutputStream(), StandardCharsets.UTF_8);
                TextFormat.write004(writer, registry.metricFamilySamples());
                writer.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
