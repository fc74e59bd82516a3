package dev.fennel.benchmarks;

import java.time.Duration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long each benchmark is measured.
 *
 * @param forks the number of JVMs, one after the other; 0 for this JVM
 * @param warmups the number of iterations in each JVM that are not measured
 * @param iterations the number of iterations in each JVM that are measured
 * @param iteration the duration of an iteration
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
