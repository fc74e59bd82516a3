package dev.fennel.benchmarks;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
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

/**
 * What does it cost to find a series by one, three or four label values that are constants in the caller's code, and to
 * add one? {@link LookupByConstants} asks it for two.
 *
 * <pre>{@code
 * mvn -q -Ppeers -DskipTests -pl benchmarks -am package && java -jar benchmarks/target/benchmarks.jar LabelCount
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupByLabelCount {
    private static final String[] NAMES = {"method", "code", "host", "zone"};

    /** The number of labels. */
    @Param({"1", "3", "4"})
    private int labels;

    private CounterVec counters = counters(1);

    /** Makes the series that is looked up, and others beside it. */
    @Setup
    public void makeSeries() {
        counters = counters(labels);
        RequestLabels.forEach((method, code) ->
                counters.withLabelValues(Arrays.copyOf(new String[] {method, code, "a.example", "eu"}, labels)));
    }

    private static CounterVec counters(int labels) {
        return CounterVec.builder("requests_total", "Requests served.", Arrays.copyOf(NAMES, labels))
                .build();
    }

    private Counter find() {
        return switch (labels) {
            case 1 -> counters.withLabelValues("GET");
            case 3 -> counters.withLabelValues("GET", "200", "a.example");
            default -> counters.withLabelValues("GET", "200", "a.example", "eu");
        };
    }

    /** Our library. */
    @Benchmark
    public void fennel() {
        find().inc();
    }
}
