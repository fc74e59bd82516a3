package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.RequestLabels;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A counter of requests in each library, with the series that the look-ups find. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class RequestCounters {
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");
    static final AttributeKey<String> CODE = AttributeKey.stringKey("code");

    final Counter clientJava = Counter.builder()
            .name("requests_total")
            .labelNames("method", "code")
            .withoutExemplars()
            .build();
    final io.prometheus.client.Counter simpleclient = io.prometheus.client.Counter.build(
                    "requests_total", "Requests served.")
            .labelNames("method", "code")
            .withoutExemplars()
            .create();
    final MeterProvider<io.micrometer.core.instrument.Counter> micrometer =
            io.micrometer.core.instrument.Counter.builder("requests")
                    .withRegistry(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    final LongCounter openTelemetry =
            OpenTelemetry.newMeter().counterBuilder("requests").build();

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        RequestLabels.forEach((method, code) -> {
            clientJava.labelValues(method, code);
            simpleclient.labels(method, code);
            micrometer.withTags("method", method, "code", code);
            openTelemetry.add(1, Attributes.of(METHOD, method, CODE, code));
        });
    }
}
