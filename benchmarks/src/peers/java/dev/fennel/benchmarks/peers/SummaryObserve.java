package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import io.micrometer.core.instrument.Timer;
import io.prometheus.client.Summary;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Observing a value in one of the {@link Summaries}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SummaryObserve {
    private final DistributionDataPoint clientJava =
            Summaries.clientJava("method").labelValues("GET");
    private final Summary.Child simpleclient = Summaries.simpleclient("method").labels("GET");
    private final Timer micrometer = Summaries.micrometer("method", "GET");

    /**
     * The Prometheus client for Java.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void clientJava(Observations observations) {
        clientJava.observe(observations.next());
    }

    /**
     * The older Prometheus client for Java.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void simpleclient(Observations observations) {
        simpleclient.observe(observations.next());
    }

    /**
     * Micrometer with its registry for Prometheus.
     *
     * @param observations the values to observe
     */
    @Benchmark
    public void micrometer(Observations observations) {
        micrometer.record(observations.nextNanos(), TimeUnit.NANOSECONDS);
    }
}
