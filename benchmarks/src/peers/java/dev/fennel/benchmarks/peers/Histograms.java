package dev.fennel.benchmarks.peers;

import dev.fennel.metrics.Buckets;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogram;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Arrays;

/** A histogram with eleven classic buckets in each library. */
final class Histograms {
    private static final double[] BOUNDS = Buckets.DEFAULT.upperBounds();

    private Histograms() {}

    static Histogram clientJava(String label) {
        return Histogram.builder()
                .name("request_duration_seconds")
                .labelNames(label)
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .withoutExemplars()
                .build();
    }

    static io.prometheus.client.Histogram simpleclient(String label) {
        return io.prometheus.client.Histogram.build("request_duration_seconds", "Latency.")
                .labelNames(label)
                .buckets(BOUNDS)
                .withoutExemplars()
                .create();
    }

    static Timer micrometer(PrometheusMeterRegistry registry, String label, String value) {
        return Timer.builder("request.duration")
                .tag(label, value)
                .serviceLevelObjectives(MicrometerBuckets.DEFAULT)
                .register(registry);
    }

    static Timer micrometer(String label, String value) {
        return micrometer(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), label, value);
    }

    static ExtendedDoubleHistogram openTelemetry(OpenTelemetry sdk) {
        return (ExtendedDoubleHistogram) sdk.meter()
                .histogramBuilder("request.duration")
                .setExplicitBucketBoundariesAdvice(Arrays.stream(BOUNDS).boxed().toList())
                .build();
    }
}
