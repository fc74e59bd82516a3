package dev.fennel.benchmarks.peers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmCompilationMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The programs of the peers for {@link dev.fennel.benchmarks.StartUp}. */
public final class PeerStart {
    private static final String NAME = "jobs_total";
    private static final String HELP = "Jobs done.";

    private PeerStart() {}

    /** One counter of the Prometheus client for Java. */
    public static final class ClientJava implements Runnable {
        /** For {@link dev.fennel.benchmarks.StartUp}. */
        public ClientJava() {}

        @Override
        public void run() {
            PrometheusRegistry registry = new PrometheusRegistry();
            io.prometheus.metrics.core.metrics.Counter.builder()
                    .name(NAME)
                    .help(HELP)
                    .register(registry)
                    .inc();
            try {
                PrometheusTextFormatWriter.create().write(new ByteArrayOutputStream(), registry.scrape());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One counter of the older Prometheus client for Java. */
    public static final class Simpleclient implements Runnable {
        /** For {@link dev.fennel.benchmarks.StartUp}. */
        public Simpleclient() {}

        @Override
        public void run() {
            CollectorRegistry registry = new CollectorRegistry();
            io.prometheus.client.Counter.build(NAME, HELP).register(registry).inc();
            try {
                Writer writer = new OutputStreamWriter(new ByteArrayOutputStream(), StandardCharsets.UTF_8);
                TextFormat.write004(writer, registry.metricFamilySamples());
                writer.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One counter of Micrometer with its registry for Prometheus. */
    public static final class Micrometer implements Runnable {
        /** For {@link dev.fennel.benchmarks.StartUp}. */
        public Micrometer() {}

        @Override
        public void run() {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Counter.builder(NAME).description(HELP).register(registry).increment();
            registry.scrape();
        }
    }

    /** The metrics of Micrometer for the JVM and the process. */
    public static final class MicrometerJvm implements Runnable {
        /** For {@link dev.fennel.benchmarks.StartUp}. */
        public MicrometerJvm() {}

        @Override
        public void run() {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            try (JvmGcMetrics gc = new JvmGcMetrics()) {
                gc.bindTo(registry);
                bind(registry);
                registry.scrape();
            }
        }

        private static void bind(MeterRegistry registry) {
            List<MeterBinder> binders = List.of(
                    new ClassLoaderMetrics(),
                    new JvmCompilationMetrics(),
                    new JvmInfoMetrics(),
                    new JvmMemoryMetrics(),
                    new JvmThreadMetrics(),
                    new FileDescriptorMetrics(),
                    new ProcessorMetrics(),
                    new UptimeMetrics());
            binders.forEach(binder -> binder.bindTo(registry));
        }
    }
}
