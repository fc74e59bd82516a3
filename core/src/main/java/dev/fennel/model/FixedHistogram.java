package dev.fennel.model;

import dev.fennel.internal.BrokenValueException;
import dev.fennel.internal.Nullable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A histogram's value that does not change and keeps what {@link HistogramValue} promises. */
record FixedHistogram(
        long count,
        double sum,
        double[] upperBounds,
        long[] cumulativeCounts,
        Exemplar[] exemplars,
        long createdMillis,
        @Nullable FixedNativeBuckets nativeBuckets)
        implements HistogramValue {

    /** A value with classic buckets for a const metric. */
    static FixedHistogram of(Desc desc, long count, double sum, Map<Double, Long> buckets) {
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
                throw new IllegalArgumentException(desc.quoted()
                        + ": expected cumulative counts that increase with the upper bounds, got " + sorted);
            }
            below = counts[i];
            i++;
        }
        if (below != count) {
            throw new IllegalArgumentException(desc.quoted() + ": expected no bucket above the count " + count
                    + " and +Inf equal to it, got " + sorted);
        }
        return new FixedHistogram(count, sum, bounds, counts, new Exemplar[bounds.length], Metric.NO_TIMESTAMP, null);
    }

    /** A value with native buckets only for a const metric. */
    static FixedHistogram of(Desc desc, long count, double sum, FixedNativeBuckets nativeBuckets) {
        nativeBuckets.check(desc, count, sum);
        double[] bounds = {Double.POSITIVE_INFINITY};
        long[] counts = {count};
        return new FixedHistogram(count, sum, bounds, counts, new Exemplar[1], Metric.NO_TIMESTAMP, nativeBuckets);
    }

    /** A copy of any value, which is read once and then checked. */
    static FixedHistogram copyOf(HistogramValue value) {
        int buckets = value.bucketCount();
        if (buckets < 1) {
            throw new BrokenValueException("got " + buckets + " buckets, expected at least the one for +Inf");
        }
        double[] bounds = new double[buckets];
        long[] counts = new long[buckets];
        Exemplar[] exemplars = new Exemplar[buckets];
        for (int i = 0; i < buckets; i++) {
            bounds[i] = value.upperBound(i);
            counts[i] = value.cumulativeCount(i);
            exemplars[i] = value.exemplar(i);
        }
        FixedHistogram copy = new FixedHistogram(
                value.count(),
                value.sum(),
                bounds,
                counts,
                exemplars,
                value.createdMillis(),
                FixedNativeBuckets.copyOf(value.nativeBuckets()));
        copy.check();
        return copy;
    }

    private void check() {
        int last = upperBounds.length - 1;
        if (upperBounds[last] != Double.POSITIVE_INFINITY || cumulativeCounts[last] != count) {
            throw new BrokenValueException("expected the last bucket to be +Inf with the count " + count + ", got "
                    + upperBounds[last] + " with " + cumulativeCounts[last]);
        }
        for (int i = 0; i <= last; i++) {
            boolean increasing = i == 0 ? !Double.isNaN(upperBounds[0]) : upperBounds[i] > upperBounds[i - 1];
            boolean cumulative = cumulativeCounts[i] >= (i == 0 ? 0 : cumulativeCounts[i - 1]);
            if (!increasing || !cumulative) {
                throw new BrokenValueException("expected increasing upper bounds and cumulative counts, got bucket " + i
                        + " at " + upperBounds[i] + " with " + cumulativeCounts[i]);
            }
        }
        if (nativeBuckets != null) {
            nativeBuckets.check(count, sum);
        }
    }

    FixedHistogram with(long newCreatedMillis) {
        return new FixedHistogram(
                count, sum, upperBounds, cumulativeCounts, exemplars, newCreatedMillis, nativeBuckets);
    }

    FixedHistogram with(Exemplar[] added) {
        Exemplar[] all = exemplars.clone();
        for (Exemplar exemplar : added) {
            all[bucketOf(exemplar.value())] = exemplar;
        }
        FixedNativeBuckets natives = nativeBuckets == null ? null : nativeBuckets.with(added);
        return new FixedHistogram(count, sum, upperBounds, cumulativeCounts, all, createdMillis, natives);
    }

    /** The bucket that counts a value. NaN is not below any bound, so it is in the last. */
    private int bucketOf(double value) {
        // The search takes the negative zero for less than the positive one.
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
    public @Nullable Exemplar exemplar(int index) {
        return exemplars[index];
    }
}
