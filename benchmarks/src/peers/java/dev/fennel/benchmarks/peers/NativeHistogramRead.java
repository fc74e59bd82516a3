package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.BusySeries;
import dev.fennel.benchmarks.Observations;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Reading a native histogram while 64 threads observe it. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeHistogramRead {
    /** The Prometheus client for Java. */
    public static class ClientJava extends BusySeries {
        private final Histogram metric = NativeHistograms.clientJava("method");
        private final DistributionDataPoint series = metric.labelValues("GET");

        @Override
        protected void observe(Observations observations) {
            series.observe(observations.next());
        }
    }

    /** The OpenTelemetry SDK. */
    public static class Sdk extends BusySeries {
        private final OpenTelemetry sdk = OpenTelemetry.withNativeHistograms();
        private final BoundDoubleHistogram series = NativeHistograms.openTelemetry(sdk)
                .bind(Attributes.builder().put("method", "GET").build());

        @Override
        protected void observe(Observations observations) {
            series.record(observations.next());
        }
    }

    /**
     * The Prometheus client for Java.
     *
     * @param busy the series
     * @return what it shows
     */
    @Benchmark
    public Object clientJava(ClientJava busy) {
        return busy.metric.collect();
    }

    /**
     * The OpenTelemetry SDK.
     *
     * @param busy the series
     * @return what it shows
     */
    @Benchmark
    public Object openTelemetry(Sdk busy) {
        return busy.sdk.collect();
    }
}
