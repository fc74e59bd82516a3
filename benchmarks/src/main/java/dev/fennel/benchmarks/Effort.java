package dev.fennel.benchmarks;

import java.time.Duration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long to measure each benchmark.
 *
 * @param forks how many JVMs, one after the other; 0 for this one
 * @param warmups how many iterations to throw away in each
 * @param iterations how many iterations to measure in each
 * @param iteration how long each takes
 */
record Effort(int forks, int warmups, int iterations, Duration iteration) {
    /** Enough for a first impression. With fewer warm-ups, long scrapes would not all be compiled yet. */
    static final Effort QUICK = new Effort(1, 10, 5, Duration.ofMillis(200));

    /** Enough to rely on. */
    static final Effort FULL = new Effort(3, 5, 5, Duration.ofSeconds(1));

    ChainedOptionsBuilder applyTo(ChainedOptionsBuilder options) {
        TimeValue time = TimeValue.milliseconds(iteration.toMillis());
        return options.forks(forks)
                .warmupIterations(warmups)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time);
    }
}
