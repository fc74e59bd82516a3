package dev.fennel.metrics;

import dev.fennel.internal.buckets.GoPower;
import java.util.Arrays;

/**
 * The inclusive upper bounds of a {@link Histogram}'s buckets, strictly increasing. There is always a bucket for
 * {@code +Inf} in addition.
 *
 * <p>Immutable.
 */
public final class Buckets {
    /** Bounds for the latency of network services in seconds, from 5 ms to 10 s: client_golang's default. */
    public static final Buckets DEFAULT = of(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);

    private final double[] bounds;

    private Buckets(double[] bounds) {
        this.bounds = bounds;
    }

    /**
     * Bounds as given.
     *
     * @param upperBounds strictly increasing; a {@code +Inf} at the end is dropped
     * @return the buckets
     * @throws IllegalArgumentException if the bounds do not increase, or one is NaN
     */
    public static Buckets of(double... upperBounds) {
        return of("buckets", upperBounds);
    }

    static Buckets of(String subject, double... upperBounds) {
        int count = upperBounds.length;
        boolean trailingInfinity = count > 0 && upperBounds[count - 1] == Double.POSITIVE_INFINITY;
        double[] bounds = Arrays.copyOf(upperBounds, trailingInfinity ? count - 1 : count);
        for (int i = 0; i < bounds.length; i++) {
            boolean increasing = i == 0 ? !Double.isNaN(bounds[0]) : bounds[i] > bounds[i - 1];
            if (!increasing || bounds[i] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        subject + ": expected strictly increasing upper bounds, got " + Arrays.toString(upperBounds));
            }
        }
        return new Buckets(bounds);
    }

    /**
     * Bounds at equal distances. Like client_golang, this adds up the width, rounding at every step.
     *
     * @param start the first bound
     * @param width the distance to the next, above zero
     * @param count the number of bounds, at least 1
     * @return the buckets
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static Buckets linear(double start, double width, int count) {
        checkCount(count);
        check(width > 0, "width", "above 0", width);
        double[] bounds = new double[count];
        double bound = start;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound += width;
        }
        return of(bounds);
    }

    /**
     * Bounds that grow by a factor. Like client_golang, this multiplies step by step.
     *
     * @param start the first bound, above zero
     * @param factor the quotient of neighbours, above 1
     * @param count the number of bounds, at least 1
     * @return the buckets
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static Buckets exponential(double start, double factor, int count) {
        checkCount(count);
        check(start > 0, "start", "above 0", start);
        check(factor > 1, "factor", "above 1", factor);
        double[] bounds = new double[count];
        double bound = start;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= factor;
        }
        return of(bounds);
    }

    /**
     * Bounds that grow by the factor that leads from {@code min} to {@code max} in {@code count - 1} steps. They are
     * those of client_golang on amd64 to the last bit, so the bucket series of programs in both languages can be added.
     * This is also why rounding decides whether the last one is exactly {@code max}.
     *
     * @param min the first bound, above zero
     * @param max the last bound (except for rounding), above {@code min}
     * @param count the number of bounds, at least 1
     * @return the buckets
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static Buckets exponentialRange(double min, double max, int count) {
        checkCount(count);
        check(min > 0, "min", "above 0", min);
        check(max > min, "max", "above " + min, max);
        double factor = count == 1 ? 1 : GoPower.root(max / min, count - 1);
        double[] bounds = new double[count];
        for (int i = 0; i < count; i++) {
            bounds[i] = min * GoPower.power(factor, i);
        }
        return of(bounds);
    }

    /**
     * The bounds.
     *
     * @return a new array, without {@code +Inf}
     */
    public double[] upperBounds() {
        return bounds.clone();
    }

    /**
     * Shows the bounds for people to read.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return "Buckets" + Arrays.toString(bounds);
    }

    private static void checkCount(int count) {
        check(count >= 1, "count", "at least 1", count);
    }

    private static void check(boolean fits, String what, String expected, double given) {
        if (!fits) {
            throw new IllegalArgumentException("buckets: expected " + what + " " + expected + ", got " + given);
        }
    }
}
