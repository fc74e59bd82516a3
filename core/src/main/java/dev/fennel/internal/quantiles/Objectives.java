package dev.fennel.internal.quantiles;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The quantiles that a summary reports, each with the error that it may have, and how much a {@link CkmsStream} may
 * forget without exceeding that error.
 *
 * <p>Immutable.
 */
public final class Objectives {
    /** How many doubles {@link #bounds} has for an objective. */
    private static final int BOUND = 4;

    private final double[] quantiles;
    private final double[] errors;

    /** The factors of {@link #highestEnd}, for each objective between 0 and 1. */
    private final double[] bounds;

    /** Quantiles in increasing order, each with the error at the same index. */
    public Objectives(double[] quantiles, double[] errors) {
        this.quantiles = quantiles;
        this.errors = errors;
        double[] factors = new double[BOUND * quantiles.length];
        int used = 0;
        for (int i = 0; i < quantiles.length; i++) {
            double q = quantiles[i];
            // The least and the greatest observation are always kept, and bound nothing.
            if (q > 0 && q < 1) {
                double width = 2 * errors[i];
                factors[used++] = width;
                factors[used++] = 1 + width / (q + errors[i]);
                factors[used++] = (1 - q) / (1 - q + width);
                factors[used++] = width / (1 - q + width);
            }
        }
        this.bounds = Arrays.copyOf(factors, used);
    }

    /**
     * Each quantile with its error in words, which are those of {@code Instrument.layout()}: nothing may be missing.
     */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < quantiles.length; i++) {
            text.add(quantiles[i] + "=" + errors[i]);
        }
        return text.toString();
    }

    public int count() {
        return quantiles.length;
    }

    public double quantile(int index) {
        return quantiles[index];
    }

    public double error(int index) {
        return errors[index];
    }

    /**
     * How far a sample may reach: the greatest end with which, for every objective, {@code end - start <= 2e * max(n,
     * start / (q + e), (n - end) / (1 - q))}. {@link CkmsStream} explains.
     *
     * @param start the ranks before the sample
     * @param n the number of observations
     */
    long highestEnd(long start, long n) {
        double highest = n;
        for (int i = 0; i < bounds.length; i += BOUND) {
            double inTheWay = start + bounds[i] * n;
            double above = bounds[i + 1] * start;
            double below = bounds[i + 2] * start + bounds[i + 3] * n;
            highest = Math.min(highest, Math.max(inTheWay, Math.max(above, below)));
        }
        return (long) highest;
    }
}
