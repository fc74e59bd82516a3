package dev.fennel.registry;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;

/** A copy of a histogram's value, checked to keep what {@link HistogramValue} promises. */
record CapturedHistogram(
        long count,
        double sum,
        double[] upperBounds,
        long[] cumulativeCounts,
        Exemplar[] exemplars,
        long createdMillis,
        CapturedNativeBuckets nativeBuckets)
        implements HistogramValue {

    static CapturedHistogram copyOf(HistogramValue value) {
        int buckets = value.bucketCount();
        if (buckets < 1) {
            throw new MetricFault("got " + buckets + " buckets, expected at least the one for +Inf");
        }
        double[] bounds = new double[buckets];
        long[] counts = new long[buckets];
        Exemplar[] exemplars = new Exemplar[buckets];
        for (int i = 0; i < buckets; i++) {
            bounds[i] = value.upperBound(i);
            counts[i] = value.cumulativeCount(i);
            exemplars[i] = value.exemplar(i);
        }
        CapturedHistogram copy = new CapturedHistogram(
                value.count(),
                value.sum(),
                bounds,
                counts,
                exemplars,
                value.createdMillis(),
                CapturedNativeBuckets.copyOf(value.nativeBuckets()));
        copy.check();
        return copy;
    }

    private void check() {
        int last = upperBounds.length - 1;
        if (upperBounds[last] != Double.POSITIVE_INFINITY || cumulativeCounts[last] != count) {
            throw new MetricFault("expected the last bucket to be +Inf with the count " + count + ", got "
                    + upperBounds[last] + " with " + cumulativeCounts[last]);
        }
        for (int i = 0; i <= last; i++) {
            boolean increasing = i == 0 ? !Double.isNaN(upperBounds[0]) : upperBounds[i] > upperBounds[i - 1];
            boolean cumulative = cumulativeCounts[i] >= (i == 0 ? 0 : cumulativeCounts[i - 1]);
            if (!increasing || !cumulative) {
                throw new MetricFault("expected increasing upper bounds and cumulative counts, got bucket " + i + " at "
                        + upperBounds[i] + " with " + cumulativeCounts[i]);
            }
        }
        if (nativeBuckets != null) {
            nativeBuckets.check(count, sum);
        }
    }

    @Override
    public int bucketCount() {
        return upperBounds.length;
    }

    @Override
    public double upperBound(int index) {
        return upperBounds[index];
    }

    @Override
    public long cumulativeCount(int index) {
        return cumulativeCounts[index];
    }

    @Override
    public Exemplar exemplar(int index) {
        return exemplars[index];
    }
}
