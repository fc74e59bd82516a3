package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleGauge;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleGauge;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Gauge;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Setting a gauge that is at hand. Micrometer is missing, because its gauges read a variable of the user. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GaugeSet {
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
    private final BoundDoubleGauge openTelemetry = ((ExtendedDoubleGauge)
                    OpenTelemetry.newMeter().gaugeBuilder("queue_depth").build())
            .bind(Attributes.builder().put("queue", "mail").build());

    /**
     * The Prometheus client for Java.
     *
     * @param observations the values to set
     */
    @Benchmark
    public void clientJava(Observations observations) {
        clientJava.set(observations.next());
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param observations the values to set
     */
    @Benchmark
    public void simpleclient(Observations observations) {
        simpleclient.set(observations.next());
    }

    /**
     * The OpenTelemetry SDK, with a bound instrument.
     *
     * @param observations the values to set
     */
    @Benchmark
    public void openTelemetry(Observations observations) {
        openTelemetry.set(observations.next());
    }
}
