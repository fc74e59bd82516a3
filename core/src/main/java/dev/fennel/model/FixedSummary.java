package dev.fennel.model;

import dev.fennel.internal.BrokenValueException;
import java.util.Map;
import java.util.TreeMap;

/** A summary's value that does not change and keeps what {@link SummaryValue} promises. */
record FixedSummary(long count, double sum, double[] quantiles, double[] values, long createdMillis)
        implements SummaryValue {

    /** A value for a const metric. */
    static FixedSummary of(Desc desc, long count, double sum, Map<Double, Double> quantiles) {
        if (count < 0) {
            throw new IllegalArgumentException(desc.quoted() + ": expected a count of zero or more, got " + count);
        }
        double[] ranks = new double[quantiles.size()];
        double[] values = new double[quantiles.size()];
        int i = 0;
        for (Map.Entry<Double, Double> quantile : new TreeMap<>(quantiles).entrySet()) {
            ranks[i] = quantile.getKey();
            values[i] = quantile.getValue();
            if (!(ranks[i] >= 0 && ranks[i] <= 1)) {
                throw new IllegalArgumentException(desc.quoted() + ": expected quantiles from 0 to 1, got " + ranks[i]);
            }
            i++;
        }
        return new FixedSummary(count, sum, ranks, values, Metric.NO_TIMESTAMP);
    }

    /** A copy of any value, which is read once and checked. */
    static FixedSummary copyOf(SummaryValue value) {
        double[] quantiles = new double[Math.max(0, value.quantileCount())];
        double[] values = new double[quantiles.length];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = value.quantile(i);
            values[i] = value.quantileValue(i);
            if (!(quantiles[i] >= 0 && quantiles[i] <= 1) || (i > 0 && !(quantiles[i] > quantiles[i - 1]))) {
                throw new BrokenValueException(
                        "expected increasing quantiles from 0 to 1, got " + quantiles[i] + " at " + i);
            }
        }
        long count = value.count();
        if (count < 0) {
            throw new BrokenValueException("expected a count of zero or more, got " + count);
        }
        return new FixedSummary(count, value.sum(), quantiles, values, value.createdMillis());
    }

    FixedSummary with(long newCreatedMillis) {
        return new FixedSummary(count, sum, quantiles, values, newCreatedMillis);
    }

    @Override
    public int quantileCount() {
        return quantiles.length;
    }

    @Override
    public double quantile(int index) {
        return quantiles[index];
    }

    @Override
    public double quantileValue(int index) {
        return values[index];
    }
}
