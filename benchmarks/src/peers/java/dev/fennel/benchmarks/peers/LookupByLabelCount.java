package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.RequestLabels;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding a series by one, three or four label values that are constants in the caller's code, and adding one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupByLabelCount {
    private static final String[] NAMES = {"method", "code", "host", "zone"};
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("method");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("code");
    private static final AttributeKey<String> HOST = AttributeKey.stringKey("host");
    private static final AttributeKey<String> ZONE = AttributeKey.stringKey("zone");

    /** The number of labels. */
    @Param({"1", "3", "4"})
    private int labels;

    private Counter clientJava = counter(1);
    private final MeterProvider<io.micrometer.core.instrument.Counter> micrometer =
            io.micrometer.core.instrument.Counter.builder("requests")
                    .withRegistry(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    private final LongCounter openTelemetry =
            OpenTelemetry.newMeter().counterBuilder("requests").build();

    /** Makes the series that is looked up, and others beside it. */
    @Setup
    public void makeSeries() {
        clientJava = counter(labels);
        RequestLabels.forEach((method, code) ->
                clientJava.labelValues(Arrays.copyOf(new String[] {method, code, "a.example", "eu"}, labels)));
        micrometer.withTags(tags());
        openTelemetry.add(1, attributes());
    }

    private static Counter counter(int labels) {
        return Counter.builder()
                .name("requests_total")
                .labelNames(Arrays.copyOf(NAMES, labels))
                .withoutExemplars()
                .build();
    }

    private CounterDataPoint find() {
        return switch (labels) {
            case 1 -> clientJava.labelValues("GET");
            case 3 -> clientJava.labelValues("GET", "200", "a.example");
            default -> clientJava.labelValues("GET", "200", "a.example", "eu");
        };
    }

    private Tags tags() {
        return switch (labels) {
            case 1 -> Tags.of("method", "GET");
            case 3 -> Tags.of("method", "GET", "code", "200", "host", "a.example");
            default -> Tags.of("method", "GET", "code", "200", "host", "a.example", "zone", "eu");
        };
    }

    private Attributes attributes() {
        return switch (labels) {
            case 1 -> Attributes.of(METHOD, "GET");
            case 3 -> Attributes.of(METHOD, "GET", CODE, "200", HOST, "a.example");
            default -> Attributes.of(METHOD, "GET", CODE, "200", HOST, "a.example", ZONE, "eu");
        };
    }

    /** The Prometheus client for Java. */
    @Benchmark
    public void clientJava() {
        find().inc();
    }

    /** Micrometer with its registry for Prometheus. */
    @Benchmark
    public void micrometer() {
        micrometer.withTags(tags()).increment();
    }

    /** The OpenTelemetry SDK. */
    @Benchmark
    public void openTelemetry() {
        openTelemetry.add(1, attributes());
    }
}
