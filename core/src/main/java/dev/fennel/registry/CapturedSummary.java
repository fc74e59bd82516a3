package dev.fennel.registry;

import dev.fennel.model.SummaryValue;

/** A copy of a summary's value, checked to keep what {@link SummaryValue} promises. */
record CapturedSummary(long count, double sum, double[] quantiles, double[] values, long createdMillis)
        implements SummaryValue {

    static CapturedSummary copyOf(SummaryValue value) {
        double[] quantiles = new double[Math.max(0, value.quantileCount())];
        double[] values = new double[quantiles.length];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = value.quantile(i);
            values[i] = value.quantileValue(i);
            if (!(quantiles[i] >= 0 && quantiles[i] <= 1) || i > 0 && !(quantiles[i] > quantiles[i - 1])) {
                throw new MetricFault("expected increasing quantiles from 0 to 1, got " + quantiles[i] + " at " + i);
            }
        }
        if (value.count() < 0) {
            throw new MetricFault("expected a count of zero or more, got " + value.count());
        }
        return new CapturedSummary(value.count(), value.sum(), quantiles, values, value.createdMillis());
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
