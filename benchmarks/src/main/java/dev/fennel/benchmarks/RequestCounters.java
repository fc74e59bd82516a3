package dev.fennel.benchmarks;

import dev.fennel.metrics.CounterVec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A counter of requests, with the series that the look-ups find. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class RequestCounters {
    final CounterVec counters = CounterVec.builder("requests_total", "Requests served.", "method", "code")
            .build();

    /** Makes the series. */
    @Setup
    public void makeSeries() {
        RequestLabels.forEach(counters::withLabelValues);
    }
}
