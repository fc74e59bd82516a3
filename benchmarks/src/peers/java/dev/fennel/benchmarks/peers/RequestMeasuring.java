package dev.fennel.benchmarks.peers;

import static dev.fennel.benchmarks.RequestMeasuring.REQUEST_SIZE;
import static dev.fennel.benchmarks.RequestMeasuring.RESPONSE_SIZE;
import static dev.fennel.benchmarks.RequestMeasuring.ROUTE;

import dev.fennel.benchmarks.RequestLabels;
import dev.fennel.metrics.Buckets;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measuring a request with a gauge, a counter and three histograms. A timer of Micrometer is its own counter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestMeasuring {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] SIZES = Buckets.exponential(256, 4, 8).upperBounds();

    private final Gauge inFlight = Gauge.builder().name("requests_in_flight").build();
    private final Counter requests = Counter.builder()
            .name("requests_total")
            .labelNames("code", "method", "route")
            .withoutExemplars()
            .build();
    private final Histogram duration =
            clientJava("request_duration_seconds", Buckets.DEFAULT.upperBounds(), "code", "method", "route");
    private final Histogram requestSize = clientJava("request_size_bytes", SIZES, "method", "route");
    private final Histogram responseSize = clientJava("response_size_bytes", SIZES, "method", "route");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger active = registry.gauge("requests.active", new AtomicInteger());
    private final MeterProvider<Timer> timers = Timer.builder("requests")
            .serviceLevelObjectives(MicrometerBuckets.DEFAULT)
            .withRegistry(registry);
    private final MeterProvider<DistributionSummary> requestSizes = micrometer("request.size");
    private final MeterProvider<DistributionSummary> responseSizes = micrometer("response.size");

    private static Histogram clientJava(String name, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .build();
    }

    private MeterProvider<DistributionSummary> micrometer(String name) {
        return DistributionSummary.builder(name).serviceLevelObjectives(SIZES).withRegistry(registry);
    }

    /**
     * The Prometheus client for Java.
     *
     * @param labels the label values
     */
    @Benchmark
    public void clientJava(RequestLabels labels) {
        inFlight.inc();
        long start = System.nanoTime();
        duration.labelValues(labels.code(), labels.method(), ROUTE)
                .observe((System.nanoTime() - start) / NANOS_PER_SECOND);
        requestSize.labelValues(labels.method(), ROUTE).observe(REQUEST_SIZE);
        responseSize.labelValues(labels.method(), ROUTE).observe(RESPONSE_SIZE);
        inFlight.dec();
        requests.labelValues(labels.code(), labels.method(), ROUTE).inc();
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param labels the label values
     */
    @Benchmark
    public void micrometer(RequestLabels labels) {
        active.incrementAndGet();
        Timer.Sample sample = Timer.start(registry);
        sample.stop(timers.withTags("code", labels.code(), "method", labels.method(), "route", ROUTE));
        requestSizes.withTags("method", labels.method(), "route", ROUTE).record(REQUEST_SIZE);
        responseSizes.withTags("method", labels.method(), "route", ROUTE).record(RESPONSE_SIZE);
        active.decrementAndGet();
    }
}
