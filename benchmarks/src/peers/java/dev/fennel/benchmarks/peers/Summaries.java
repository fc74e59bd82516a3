package dev.fennel.benchmarks.peers;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Summary;
import java.time.Duration;

/**
 * A summary with three quantiles, over ten minutes in five ages, in each library.
 *
 * <p>Micrometer promises something else, by another algorithm: quantiles with two significant digits of the value
 * instead of an error in rank. It observes latencies in whole nanoseconds. OpenTelemetry does not compute quantiles.
 */
final class Summaries {
    private static final int AGES = 5;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private Summaries() {}

    static Summary clientJava(String label) {
        return Summary.builder()
                .name("request_duration_seconds")
                .labelNames(label)
                .quantile(0.5, 0.05)
                .quantile(0.9, 0.01)
                .quantile(0.99, 0.001)
                .maxAgeSeconds(MAX_AGE.toSeconds())
                .numberOfAgeBuckets(AGES)
                .withoutExemplars()
                .build();
    }

    static io.prometheus.client.Summary simpleclient(String label) {
        return io.prometheus.client.Summary.build("request_duration_seconds", "Latency.")
                .labelNames(label)
                .quantile(0.5, 0.05)
                .quantile(0.9, 0.01)
                .quantile(0.99, 0.001)
                .maxAgeSeconds(MAX_AGE.toSeconds())
                .ageBuckets(AGES)
                .create();
    }

    static Timer micrometer(String label, String value) {
        return Timer.builder("request.duration")
                .tag(label, value)
                .publishPercentiles(0.5, 0.9, 0.99)
                .percentilePrecision(2)
                .distributionStatisticExpiry(MAX_AGE)
                .distributionStatisticBufferLength(AGES)
                .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }
}
