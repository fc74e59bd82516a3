package dev.fennel.benchmarks;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What an operation costs in one library.
 *
 * @param library the library, which is the name of the benchmark method
 * @param peer whether it is another library, neither ours nor the floor
 * @param nanos nanoseconds for one operation
 * @param error the 99.9 % confidence interval of the time, to either side; NaN if there were too few iterations
 * @param bytes bytes allocated for one operation
 */
record Answer(String library, boolean peer, double nanos, double error, double bytes) {
    /** The name of our own benchmark methods. */
    static final String OURS = "fennel";

    static Answer of(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        Result<?> time = result.getPrimaryResult();
        return new Answer(
                benchmark.substring(benchmark.lastIndexOf('.') + 1),
                benchmark.contains(".peers."),
                time.getScore(),
                time.getScoreError(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
    }

    boolean ours() {
        return library.equals(OURS);
    }
}
