package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleUpDownCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleUpDownCounter;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Gauge;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Adding to a gauge that is at hand. Micrometer is missing, because its gauges read a variable of the user. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GaugeAdd {
    private final GaugeDataPoint clientJava = Gauge.builder()
            .name("queue_depth")
            .labelNames("queue")
            .withoutExemplars()
            .build()
            .labelValues("mail");
    private final io.prometheus.client.Gauge.Child simpleclient = io.prometheus.client.Gauge.build(
                    "queue_depth", "Jobs waiting.")
            .labelNames("queue")
            .create()
            .labels("mail");
    private final BoundDoubleUpDownCounter openTelemetry = ((ExtendedDoubleUpDownCounter) OpenTelemetry.newMeter()
                    .upDownCounterBuilder("queue_depth")
                    .ofDoubles()
                    .build())
            .bind(Attributes.builder().put("queue", "mail").build());

    /**
     * The Prometheus client for Java.
     *
     * @param observations the values to add
     */
    @Benchmark
    public void clientJava(Observations observations) {
        clientJava.inc(observations.next());
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param observations the values to add
     */
    @Benchmark
    public void simpleclient(Observations observations) {
        simpleclient.inc(observations.next());
    }

    /**
     * The OpenTelemetry SDK, with a bound instrument. It calls what can be added to an up-down-counter.
     *
     * @param observations the values to add
     */
    @Benchmark
    public void openTelemetry(Observations observations) {
        openTelemetry.add(observations.next());
    }
}
