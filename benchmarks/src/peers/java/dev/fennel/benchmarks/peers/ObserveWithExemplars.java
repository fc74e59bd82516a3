package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import dev.fennel.metrics.Buckets;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.prometheus.metrics.tracer.initializer.SpanContextSupplier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Observing a value in a histogram with the usual buckets, while each observation belongs to a trace. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObserveWithExemplars {
    static {
        SpanContextSupplier.setSpanContext(new SampledSpan());
    }

    private final DistributionDataPoint clientJava = Histogram.builder()
            .name("request_duration_seconds")
            .labelNames("method")
            .classicOnly()
            .classicUpperBounds(Buckets.DEFAULT.upperBounds())
            .withExemplars()
            .build()
            .labelValues("GET");

    /** The trace that every observation belongs to. */
    private static final class SampledSpan implements SpanContext {
        @Override
        public String getCurrentTraceId() {
            return "4bf92f3577b34da6a3ce929d0e0e4736";
        }

        @Override
        public String getCurrentSpanId() {
            return "00f067aa0ba902b7";
        }

        @Override
        public boolean isCurrentSpanSampled() {
            return true;
        }

        @Override
        public void markCurrentSpanAsExemplar() {}
    }

    /**
     * The Prometheus client for Java.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void clientJava(Observations observations) {
        clientJava.observe(observations.next());
    }
}
