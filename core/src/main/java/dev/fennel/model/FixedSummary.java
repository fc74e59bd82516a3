package dev.fennel.model;

import dev.fennel.internal.BrokenValueException;
import dev.fennel.internal.Nullable;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A summary's value that does not change and keeps what {@link SummaryValue} promises. */
record FixedSummary(
        long count,
        boolean hasCount,
        double sum,
        boolean hasSum,
        double[] quantiles,
        double[] values,
        long createdMillis)
        implements SummaryValue {

    /** A value for a const metric. */
    static FixedSummary of(Desc desc, OptionalLong count, OptionalDouble sum, Map<Double, Double> quantiles) {
        double[] ranks = new double[quantiles.size()];
        double[] values = new double[quantiles.size()];
        int i = 0;
        for (Map.Entry<Double, Double> quantile : new TreeMap<>(quantiles).entrySet()) {
            ranks[i] = quantile.getKey();
            values[i] = quantile.getValue();
            i++;
        }
        FixedSummary made = new FixedSummary(
                count.orElse(0),
                count.isPresent(),
                sum.orElse(Double.NaN),
                sum.isPresent(),
                ranks,
                values,
                Metric.NO_TIMESTAMP);
        String fault = made.fault();
        if (fault != null) {
            throw new IllegalArgumentException(desc.quoted() + ": " + fault);
        }
        return made;
    }

    /** A copy of any value, which is read once and checked. */
    static FixedSummary copyOf(SummaryValue value) {
        double[] quantiles = new double[Math.max(0, value.quantileCount())];
        double[] values = new double[quantiles.length];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = value.quantile(i);
            values[i] = value.quantileValue(i);
        }
        FixedSummary copy = new FixedSummary(
                value.count(), value.hasCount(), value.sum(), value.hasSum(), quantiles, values, value.createdMillis());
        String fault = copy.fault();
        if (fault != null) {
            throw new BrokenValueException(fault);
        }
        return copy;
    }

    /** What breaks the promises of {@link SummaryValue}, as got against expected, or null. */
    private @Nullable String fault() {
        if (count < 0) {
            return "expected a count of zero or more, got " + count;
        }
        for (int i = 0; i < quantiles.length; i++) {
            if (!(quantiles[i] >= 0 && quantiles[i] <= 1) || (i > 0 && !(quantiles[i] > quantiles[i - 1]))) {
                return "expected increasing quantiles from 0 to 1, got " + quantiles[i] + " at " + i;
            }
        }
        return null;
    }

    FixedSummary with(long newCreatedMillis) {
        return new FixedSummary(count, hasCount, sum, hasSum, quantiles, values, newCreatedMillis);
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
