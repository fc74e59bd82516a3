package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.StartUp;
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
import java.util.List;

/** The programs of Micrometer for {@link StartUp}. */
public final class MicrometerStart {
    private MicrometerStart() {}

    /** One counter of Micrometer with its registry for Prometheus. */
    public static final class Counts implements Runnable {
        /** For {@link StartUp}. */
        public Counts() {}

        @Override
        public void run() {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Counter.builder("jobs_total")
                    .description("Jobs done.")
                    .register(registry)
                    .increment();
            registry.scrape();
        }
    }

    /** The metrics of Micrometer for the JVM and the process. */
    public static final class Jvm implements Runnable {
        /** For {@link StartUp}. */
        public Jvm() {}

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
