package dev.fennel.model;

import dev.fennel.internal.BrokenValueException;
import dev.fennel.internal.Nullable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A histogram's value that does not change and keeps what {@link HistogramValue} promises. */
record FixedHistogram(
        long count,
        boolean hasCount,
        double sum,
        boolean hasSum,
        double[] upperBounds,
        long[] cumulativeCounts,
        Exemplar[] exemplars,
        long createdMillis,
        @Nullable FixedNativeBuckets nativeBuckets)
        implements HistogramValue {

    /** A value with classic buckets for a const metric. */
    static FixedHistogram of(Desc desc, OptionalLong count, OptionalDouble sum, Map<Double, Long> buckets) {
        TreeMap<Double, Long> sorted = new TreeMap<>(buckets);
        if (count.isPresent()) {
            sorted.putIfAbsent(Double.POSITIVE_INFINITY, count.getAsLong());
        }
        double[] bounds = new double[sorted.size()];
        long[] counts = new long[sorted.size()];
        int i = 0;
        for (Map.Entry<Double, Long> bucket : sorted.entrySet()) {
            bounds[i] = bucket.getKey();
            counts[i] = bucket.getValue();
            i++;
        }
        return new FixedHistogram(
                        count.orElse(last(counts)),
                        count.isPresent(),
                        sum.orElse(Double.NaN),
                        sum.isPresent(),
                        bounds,
                        counts,
                        new Exemplar[bounds.length],
                        Metric.NO_TIMESTAMP,
                        null)
                .checked(desc);
    }

    /** The count of the last bucket, or zero without any. */
    private static long last(long[] counts) {
        return counts.length == 0 ? 0 : counts[counts.length - 1];
    }

    /** A value with native buckets only for a const metric. */
    static FixedHistogram of(Desc desc, long count, double sum, FixedNativeBuckets nativeBuckets) {
        double[] bounds = {Double.POSITIVE_INFINITY};
        long[] counts = {count};
        return new FixedHistogram(
                        count, true, sum, true, bounds, counts, new Exemplar[1], Metric.NO_TIMESTAMP, nativeBuckets)
                .checked(desc);
    }

    private FixedHistogram checked(Desc desc) {
        String fault = fault();
        if (fault != null) {
            throw new IllegalArgumentException(desc.quoted() + ": " + fault);
        }
        return this;
    }

    /** A copy of any value, which is read once and then checked. */
    static FixedHistogram copyOf(HistogramValue value) {
        boolean hasCount = value.hasCount();
        int buckets = Math.max(value.bucketCount(), 0);
        if (buckets < 1 && hasCount) {
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
                hasCount ? value.count() : last(counts),
                hasCount,
                value.sum(),
                value.hasSum(),
                bounds,
                counts,
                exemplars,
                value.createdMillis(),
                FixedNativeBuckets.copyOf(value.nativeBuckets()));
        String fault = copy.fault();
        if (fault != null) {
            throw new BrokenValueException(fault);
        }
        return copy;
    }

    /** What breaks the promises of {@link HistogramValue}, as got against expected, or null. */
    private @Nullable String fault() {
        String natives = nativeBuckets == null ? null : nativeBuckets.fault(count, sum);
        if (natives != null) {
            return natives;
        }
        double lastBound = Double.NaN;
        long below = 0;
        for (int i = 0; i < upperBounds.length; i++) {
            boolean increasing = i == 0 ? !Double.isNaN(upperBounds[0]) : upperBounds[i] > lastBound;
            if (!increasing || cumulativeCounts[i] < below) {
                return "expected cumulative counts that increase with the upper bounds, got " + buckets();
            }
            lastBound = upperBounds[i];
            below = cumulativeCounts[i];
        }
        return !hasCount || (lastBound == Double.POSITIVE_INFINITY && below == count)
                ? null
                : "expected no bucket above the count " + count + " and +Inf equal to it, got " + buckets();
    }

    private String buckets() {
        StringJoiner buckets = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < upperBounds.length; i++) {
            buckets.add(upperBounds[i] + "=" + cumulativeCounts[i]);
        }
        return buckets.toString();
    }

    FixedHistogram with(long newCreatedMillis) {
        return new FixedHistogram(
                count,
                hasCount,
                sum,
                hasSum,
                upperBounds,
                cumulativeCounts,
                exemplars,
                newCreatedMillis,
                nativeBuckets);
    }

    FixedHistogram with(Desc desc, FixedNativeBuckets buckets) {
        Exemplar[] known = Arrays.stream(exemplars).filter(Objects::nonNull).toArray(Exemplar[]::new);
        boolean nativeOnly = upperBounds.length == 1 && upperBounds[0] == Double.POSITIVE_INFINITY;
        return new FixedHistogram(
                        count,
                        hasCount,
                        sum,
                        hasSum,
                        upperBounds,
                        cumulativeCounts,
                        nativeOnly ? new Exemplar[1] : exemplars, // as in the method below
                        createdMillis,
                        buckets.with(known))
                .checked(desc);
    }

    FixedHistogram with(Exemplar[] added) {
        Exemplar[] all = exemplars.clone();
        // Without classic buckets, the one for +Inf is only what the text formats show, and has none: as in
        // client_golang.
        for (int i = 0; i < added.length && !isNativeOnly(); i++) {
            int bucket = bucketOf(added[i].value());
            if (bucket < all.length) {
                all[bucket] = added[i];
            }
        }
        FixedNativeBuckets natives = nativeBuckets == null ? null : nativeBuckets.with(added);
        return new FixedHistogram(
                count, hasCount, sum, hasSum, upperBounds, cumulativeCounts, all, createdMillis, natives);
    }

    /**
     * The bucket that counts a value: the one for +Inf counts NaN, too. The number of buckets if none does, as there is
     * none for +Inf.
     */
    private int bucketOf(double value) {
        // The search takes the negative zero for less than the positive one, and NaN for more than infinity.
        double sought = value == 0 ? -0.0 : Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
        int found = Arrays.binarySearch(upperBounds, sought);
        return found < 0 ? -found - 1 : found;
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
