package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.BusySeries;
import dev.fennel.benchmarks.Observations;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Summary;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Reading one of the {@link Summaries} while 64 threads observe it. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SummaryRead {
    /** The Prometheus client for Java. */
    public static class ClientJava extends BusySeries {
        private final Summary metric = Summaries.clientJava("method");
        private final DistributionDataPoint series = metric.labelValues("GET");

        @Override
        protected void observe(Observations observations) {
            series.observe(observations.next());
        }
    }

    /** The older Prometheus client for Java. */
    public static class Simpleclient extends BusySeries {
        private final io.prometheus.client.Summary.Child series =
                Summaries.simpleclient("method").labels("GET");

        @Override
        protected void observe(Observations observations) {
            series.observe(observations.next());
        }
    }

    /** Micrometer with its registry for Prometheus. */
    public static class Micrometer extends BusySeries {
        private final Timer series = Summaries.micrometer("method", "GET");

        @Override
        protected void observe(Observations observations) {
            series.record(observations.nextNanos(), TimeUnit.NANOSECONDS);
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
}
