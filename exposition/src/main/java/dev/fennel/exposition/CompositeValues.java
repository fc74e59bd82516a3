package dev.fennel.exposition;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.NativeSpans;
import dev.fennel.exposition.internal.NumberPrinter;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;
import java.util.function.Consumer;

/**
 * Appends the values of histograms and summaries as OpenMetrics 2.0 has them, each in one piece: <code>
 * {count:3,sum:0.7,bucket:[0.1:1,1:2,+Inf:3]}</code>. A histogram with native buckets has those first, then its classic
 * ones, if it has any but {@code +Inf}.
 *
 * <p>A value that breaks the promises of its interface throws, as in all formats; what only this format forbids is
 * refused. Used by one thread at a time.
 */
final class CompositeValues {
    private static final byte[] COUNT = LineEncoder.ascii("{count:");
    private static final byte[] SUM = LineEncoder.ascii(",sum:");
    private static final byte[] SCHEMA = LineEncoder.ascii(",schema:");
    private static final byte[] ZERO_THRESHOLD = LineEncoder.ascii(",zero_threshold:");
    private static final byte[] ZERO_COUNT = LineEncoder.ascii(",zero_count:");
    private static final byte[] BUCKETS = LineEncoder.ascii(",bucket:[");
    private static final byte[] INFINITE_BUCKET = LineEncoder.ascii("+Inf:");
    private static final byte[] QUANTILES = LineEncoder.ascii(",quantile:[");

    private final ByteBuf out;
    private final BucketCheck check;
    private final Consumer<String> refused;
    private final NumberPrinter numbers = new NumberPrinter();
    private final BoundTexts bounds = new BoundTexts("", ":", numbers);
    private final BoundTexts ranks = new BoundTexts("", ":", numbers);
    private final Side negative = new Side("negative");
    private final Side positive = new Side("positive");

    /**
     * Writes to a body.
     *
     * @param check checks the buckets of the present value
     * @param refused takes what is wrong with the present value, which is left out then
     */
    CompositeValues(ByteBuf out, BucketCheck check, Consumer<String> refused) {
        this.out = out;
        this.check = check;
        this.refused = refused;
    }

    void put(HistogramValue value) {
        requireTotals(BucketCheck.hasCount(value), value.hasSum());
        check.begin();
        long count = BucketCheck.count(value);
        double sum = value.sum();
        putCountAndSum(count, sum);
        NativeBuckets buckets = value.nativeBuckets();
        boolean sound = buckets == null || putNative(buckets, count, Double.isNaN(sum));
        if (!value.isNativeOnly()) {
            putClassic(value, count);
        }
        check.total(value);
        if (!sound) {
            throw BucketCheck.broken(value);
        }
        out.put('}');
    }

    private void putCountAndSum(long count, double sum) {
        out.put(COUNT);
        numbers.printInteger(count, out);
        out.put(SUM);
        numbers.print(sum, out);
    }

    /** Returns whether the buckets keep what {@link NativeBuckets} promises. */
    private boolean putNative(NativeBuckets buckets, long count, boolean withNaN) {
        long zeroCount = buckets.zeroCount();
        out.put(SCHEMA);
        numbers.printInteger(buckets.schema(), out);
        out.put(ZERO_THRESHOLD);
        numbers.print(buckets.zeroThreshold(), out);
        out.put(ZERO_COUNT);
        numbers.printInteger(zeroCount, out);
        long left = negative.put(buckets.negative(), count - zeroCount);
        return BucketCheck.isSound(buckets, positive.put(buckets.positive(), left), withNaN);
    }

    private void putClassic(HistogramValue value, long count) {
        out.put(BUCKETS);
        int buckets = value.bucketCount();
        for (int i = 0; i < buckets; i++) {
            double bound = value.upperBound(i);
            long cumulative = value.cumulativeCount(i);
            check.next(bound, cumulative);
            putSeparator(i);
            bounds.put(i, bound, out);
            numbers.printInteger(cumulative, out);
        }
        if (!check.isWhole()) { // as the library's own values always are
            putSeparator(buckets);
            out.put(INFINITE_BUCKET);
            numbers.printInteger(count, out);
        }
        out.put(']');
    }

    /** The format takes sum and quantiles of a summary for sizes, so none of them is negative. */
    void put(SummaryValue value) {
        BucketCheck.check(value);
        requireTotals(value.hasCount(), value.hasSum());
        double sum = value.sum();
        if (value.hasSum() && !(sum >= 0)) {
            refused.accept("expected the sum of a summary to be zero or more in OpenMetrics 2.0, got " + sum);
        }
        putCountAndSum(value.count(), sum);
        out.put(QUANTILES);
        for (int i = 0; i < value.quantileCount(); i++) {
            double quantile = value.quantileValue(i);
            if (quantile < 0) {
                refused.accept(
                        "expected the value of a quantile to be zero or more in OpenMetrics 2.0, got " + quantile);
            }
            putSeparator(i);
            ranks.put(i, value.quantile(i), out);
            numbers.print(quantile, out);
        }
        out.put(']');
        out.put('}');
    }

    private void requireTotals(boolean hasCount, boolean hasSum) {
        if (!hasCount || !hasSum) {
            refused.accept("expected a count and a sum in OpenMetrics 2.0, got "
                    + (hasCount ? "no sum" : hasSum ? "no count" : "neither"));
        }
    }

    private void putSeparator(int index) {
        if (index > 0) {
            out.put(',');
        }
    }

    /** The native buckets of one sign. */
    private final class Side extends NativeSpans {
        private final byte[] spans;
        private final byte[] counts;
        private int index;

        Side(String sign) {
            spans = LineEncoder.ascii("," + sign + "_spans:[");
            counts = LineEncoder.ascii("]," + sign + "_buckets:[");
        }

        /** Writes the buckets. The rest is as of {@link #putCounts}. */
        long put(NativeBuckets.Populated buckets, long observations) {
            if (buckets.size() == 0) {
                return observations;
            }
            out.put(spans);
            index = 0;
            putSpans(buckets);
            out.put(counts);
            index = 0;
            long left = putCounts(buckets, observations);
            out.put(']');
            return left;
        }

        @Override
        protected void putSpan(int offset, int length) {
            putSeparator(index++);
            numbers.printInteger(offset, out);
            out.put(':');
            numbers.printInteger(length, out);
        }

        @Override
        protected void putCount(long count) {
            putSeparator(index++);
            numbers.printInteger(count, out);
        }
    }
}
