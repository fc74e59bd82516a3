package dev.fennel.model;

import java.util.Map;
import java.util.TreeMap;

/** A summary's value that does not change. */
record ConstQuantiles(long count, double sum, double[] quantiles, double[] values, long createdMillis)
        implements SummaryValue {

    static ConstQuantiles of(Desc desc, long count, double sum, Map<Double, Double> quantiles) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    ConstMetric.quoted(desc) + ": expected a count of zero or more, got " + count);
        }
        double[] ranks = new double[quantiles.size()];
        double[] values = new double[quantiles.size()];
        int i = 0;
        for (Map.Entry<Double, Double> quantile : new TreeMap<>(quantiles).entrySet()) {
            ranks[i] = quantile.getKey();
            values[i] = quantile.getValue();
            if (!(ranks[i] >= 0 && ranks[i] <= 1)) {
                throw new IllegalArgumentException(
                        ConstMetric.quoted(desc) + ": expected quantiles from 0 to 1, got " + ranks[i]);
            }
            i++;
        }
        return new ConstQuantiles(count, sum, ranks, values, Metric.NO_TIMESTAMP);
    }

    ConstQuantiles with(long newCreatedMillis) {
        return new ConstQuantiles(count, sum, quantiles, values, newCreatedMillis);
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
