package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.PushMaker;
import dev.fennel.benchmarks.ScrapeLoad;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** Micrometer's registry for OTLP. It says of no push whether it failed. */
public final class MicrometerOtlp implements PushMaker {
    /** For {@link dev.fennel.benchmarks.PushLoad}. */
    public MicrometerOtlp() {}

    @Override
    @SuppressWarnings("resource") // ends with the JVM
    public Callable<?> make(URI receiver, boolean gzip, List<String[]> labelValues) {
        Registry registry = new Registry(new Config(receiver, gzip ? CompressionMode.GZIP : CompressionMode.NONE));
        for (int i = 0; i < labelValues.size(); i++) {
            Counter.builder("c_total")
                    .description(ScrapeLoad.HELP)
                    .tags(MicrometerLoad.tags(labelValues.get(i)))
                    .register(registry)
                    .increment(i);
        }
        return () -> {
            registry.publish();
            return null;
        };
    }

    private record Config(URI receiver, CompressionMode compressionMode) implements OtlpConfig {
        @Override
        public String get(String key) {
            return null; // the default
        }

        @Override
        public String url() {
            return receiver.toString();
        }

        @Override
        public Duration step() {
            return Duration.ofDays(1);
        }
    }

    private static final class Registry extends OtlpMeterRegistry {
        Registry(OtlpConfig config) {
            super(config, Clock.SYSTEM);
        }

        @Override
        protected void publish() {
            super.publish();
        }
    }
}
