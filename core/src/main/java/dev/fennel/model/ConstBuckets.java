package dev.fennel.model;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A histogram's value that does not change. */
record ConstBuckets(
        long count,
        double sum,
        double[] upperBounds,
        long[] cumulativeCounts,
        Exemplar[] exemplars,
        long createdMillis,
        ConstNativeBuckets nativeBuckets)
        implements HistogramValue {

    static ConstBuckets of(Desc desc, long count, double sum, Map<Double, Long> buckets) {
        TreeMap<Double, Long> sorted = new TreeMap<>(buckets);
        sorted.putIfAbsent(Double.POSITIVE_INFINITY, count);
        double[] bounds = new double[sorted.size()];
        long[] counts = new long[sorted.size()];
        int i = 0;
        long below = 0;
        for (Map.Entry<Double, Long> bucket : sorted.entrySet()) {
            bounds[i] = bucket.getKey();
            counts[i] = bucket.getValue();
            if (Double.isNaN(bounds[i]) || counts[i] < below) {
                throw new IllegalArgumentException(ConstMetric.quoted(desc)
                        + ": expected cumulative counts that increase with the upper bounds, got " + sorted);
            }
            below = counts[i];
            i++;
        }
        if (below != count) {
            throw new IllegalArgumentException(ConstMetric.quoted(desc) + ": expected no bucket above the count "
                    + count + " and +Inf equal to it, got " + sorted);
        }
        return new ConstBuckets(count, sum, bounds, counts, new Exemplar[bounds.length], Metric.NO_TIMESTAMP, null);
    }

    /** A value with native buckets only. */
    static ConstBuckets of(Desc desc, long count, double sum, ConstNativeBuckets nativeBuckets) {
        nativeBuckets.check(ConstMetric.quoted(desc), count, sum);
        double[] bounds = {Double.POSITIVE_INFINITY};
        long[] counts = {count};
        return new ConstBuckets(count, sum, bounds, counts, new Exemplar[1], Metric.NO_TIMESTAMP, nativeBuckets);
    }

    ConstBuckets with(long newCreatedMillis) {
        return new ConstBuckets(count, sum, upperBounds, cumulativeCounts, exemplars, newCreatedMillis, nativeBuckets);
    }

    ConstBuckets with(Exemplar[] added) {
        Exemplar[] all = exemplars.clone();
        for (Exemplar exemplar : added) {
            all[bucketOf(exemplar.value())] = exemplar;
        }
        ConstNativeBuckets natives = nativeBuckets == null ? null : nativeBuckets.with(added);
        return new ConstBuckets(count, sum, upperBounds, cumulativeCounts, all, createdMillis, natives);
    }

    /** The bucket that a value is counted in; a NaN, which is not below any bound, in the last. */
    private int bucketOf(double value) {
        // The search tells the zeros apart, and takes the negative one for the lower.
        int found = Arrays.binarySearch(upperBounds, value == 0 ? -0.0 : value);
        return Math.min(found < 0 ? -found - 1 : found, upperBounds.length - 1);
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
