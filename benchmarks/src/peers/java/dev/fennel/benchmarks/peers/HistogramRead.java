package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.BusySeries;
import dev.fennel.benchmarks.Observations;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Reading a histogram with eleven classic buckets while 64 threads observe it. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HistogramRead {
    /** The Prometheus client for Java. */
    public static class ClientJava extends BusySeries {
        private final Histogram metric = Histograms.clientJava("method");
        private final DistributionDataPoint series = metric.labelValues("GET");

        @Override
        protected void observe(Observations observations) {
            series.observe(observations.next());
        }
    }

    /** The older Prometheus client for Java. */
    public static class Simpleclient extends BusySeries {
        private final io.prometheus.client.Histogram.Child series =
                Histograms.simpleclient("method").labels("GET");

        @Override
        protected void observe(Observations observations) {
            series.observe(observations.next());
        }
    }

    /** Micrometer with its registry for Prometheus. */
    public static class Micrometer extends BusySeries {
        private final Timer series = Histograms.micrometer("method", "GET");

        @Override
        protected void observe(Observations observations) {
            series.record(observations.nextNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** The OpenTelemetry SDK. */
    public static class Sdk extends BusySeries {
        private final OpenTelemetry sdk = new OpenTelemetry();
        private final BoundDoubleHistogram series = Histograms.openTelemetry(sdk)
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
     * The older Prometheus client for Java.
     *
     * @param busy the series
     * @return what it shows
     */
    @Benchmark
    public Object simpleclient(Simpleclient busy) {
        return busy.series.get();
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param busy the series
     * @return what it shows
     */
    @Benchmark
    public Object micrometer(Micrometer busy) {
        return busy.series.takeSnapshot();
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
