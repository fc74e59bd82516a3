package dev.fennel.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Values to observe: latencies in seconds around 50 ms with a long tail. They are the same for every thread and
 * library.
 */
@State(Scope.Thread)
public class Observations {
    /** A power of two: enough that no branch predictor learns them, few enough to stay in the cache. */
    private static final int COUNT = 4096;

    private static final double MEDIAN_SECONDS = 0.05;

    private final double[] values;
    private final long[] nanos;
    private int next;

    /** Makes the values. */
    public Observations() {
        values = first(COUNT);
        nanos = Arrays.stream(values).mapToLong(Observations::toNanos).toArray();
    }

    /**
     * The values that every sequence begins with.
     *
     * @param count the number of values
     * @return a new array
     */
    public static double[] first(int count) {
        Random random = new Random(42);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = MEDIAN_SECONDS * Math.exp(random.nextGaussian());
        }
        return values;
    }

    /**
     * The next value. After the last one, the first follows.
     *
     * @return seconds
     */
    public double next() {
        return values[next++ & COUNT - 1];
    }

    /**
     * The next value as a whole number, for a library that observes only such.
     *
     * @return nanoseconds
     */
    public long nextNanos() {
        return nanos[next++ & COUNT - 1];
    }

    /**
     * Rounds to whole nanoseconds.
     *
     * @param seconds any value
     * @return nanoseconds
     */
    public static long toNanos(double seconds) {
        return Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
