package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.SummaryValue;
import java.util.Arrays;

/**
 * Which series a metric was written as, apart from its labels: what it takes to mark their ends. The metric itself is
 * not read for that, because it may look different by then, or give no value any more.
 *
 * <p>Immutable. Nearly all metrics of a family have the same shape, so it is made once for all of them.
 */
final class Shape {
    private static final double[] NO_BOUNDS = {};

    /** One series of numbers. */
    static final Shape NUMBER = new Shape(NO_BOUNDS, false, false);

    /** One series of native histograms. */
    static final Shape NATIVE = new Shape(NO_BOUNDS, false, false);

    /** Of the buckets or the quantiles. */
    private final double[] bounds;

    private final boolean hasSum;
    private final boolean hasCount;

    private Shape(double[] bounds, boolean hasSum, boolean hasCount) {
        this.bounds = bounds;
        this.hasSum = hasSum;
        this.hasCount = hasCount;
    }

    /** The shape of a classic histogram, which is the given one if that is the same. */
    static Shape of(HistogramValue value, Shape likely) {
        double[] bounds = new double[value.bucketCount()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = value.upperBound(i);
        }
        return likely.or(new Shape(bounds, value.hasSum(), BucketCheck.hasCount(value)));
    }

    /** The shape of a summary, which is the given one if that is the same. */
    static Shape of(SummaryValue value, Shape likely) {
        double[] ranks = new double[value.quantileCount()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = value.quantile(i);
        }
        return likely.or(new Shape(ranks, value.hasSum(), value.hasCount()));
    }

    private Shape or(Shape other) {
        return isSame(other) ? this : other;
    }

    /** Whether metrics of both shapes have the same series, if their labels are the same. */
    boolean isSame(Shape other) {
        return this == other
                || (!isSingle()
                        && !other.isSingle()
                        && hasSum == other.hasSum
                        && hasCount == other.hasCount
                        && Arrays.equals(bounds, other.bounds));
    }

    /** Whether there is one series, which has the name of the family. */
    boolean isSingle() {
        return this == NUMBER || this == NATIVE;
    }

    int size() {
        return bounds.length;
    }

    double bound(int index) {
        return bounds[index];
    }

    boolean hasSum() {
        return hasSum;
    }

    boolean hasCount() {
        return hasCount;
    }
}
