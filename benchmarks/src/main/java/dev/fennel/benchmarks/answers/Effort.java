package dev.fennel.benchmarks.answers;

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
public record Effort(int forks, int warmups, int iterations, Duration iteration) {
    /** Enough for a first impression. With fewer warm-ups, long scrapes would not all be compiled yet. */
    public static final Effort QUICK = new Effort(1, 10, 5, Duration.ofMillis(200));

    /** Enough to rely on. */
    public static final Effort FULL = new Effort(2, 5, 5, Duration.ofMillis(400));

    /**
     * How many times to do something that does not take JMH's time.
     *
     * @param count how often it is done with full effort
     * @return at least 1
     */
    public int scaled(int count) {
        return (int) Math.max(1, count * measured() / FULL.measured());
    }

    private long measured() {
        return Math.max(1, forks) * iterations * iteration.toMillis();
    }

    ChainedOptionsBuilder applyTo(ChainedOptionsBuilder options) {
        TimeValue time = TimeValue.milliseconds(iteration.toMillis());
        return options.forks(forks)
                .warmupIterations(warmups)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time);
    }
}
