package dev.fennel.metrics;

import dev.fennel.internal.cells.SummaryImage;
import dev.fennel.internal.quantiles.Objectives;
import dev.fennel.model.SummaryValue;

/** A summary's value as it was read: a buffer that is filled cell by cell. Used by one thread at a time. */
final class SummaryReading implements SummaryValue {
    private final Objectives objectives;
    private final double[] quantileValues;

    /** The cell that is read at the moment. */
    private final SummaryImage image = new SummaryImage();

    private long count;
    private double sum;
    private long createdMillis;

    SummaryReading(Objectives objectives) {
        this.objectives = objectives;
        this.quantileValues = new double[objectives.count()];
    }

    void start(long created) {
        createdMillis = created;
        count = 0;
        sum = 0;
    }

    /** Where to copy a cell to. */
    SummaryImage image() {
        return image;
    }

    /** Adds the count and the sum of a cell. */
    void add(long cellCount, double cellSum) {
        count += cellCount;
        sum += cellSum;
    }

    /** Where to put the quantiles. */
    double[] quantileValues() {
        return quantileValues;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public double sum() {
        return sum;
    }

    @Override
    public int quantileCount() {
        return quantileValues.length;
    }

    @Override
    public double quantile(int index) {
        return objectives.quantile(index);
    }

    @Override
    public double quantileValue(int index) {
        return quantileValues[index];
    }

    @Override
    public long createdMillis() {
        return createdMillis;
    }
}
