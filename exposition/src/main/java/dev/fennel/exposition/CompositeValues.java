package dev.fennel.exposition;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.SummaryValue;
import java.nio.charset.StandardCharsets;

/**
 * Appends the values of histograms and summaries as OpenMetrics 2.0 has them, each in one piece: <code>
 * {count:3,sum:0.7,bucket:[0.1:1,1:2,+Inf:3]}</code>. A histogram with native buckets has those first, then its classic
 * ones, if it has any but {@code +Inf}.
 *
 * <p>The values of the library itself keep the rules of the format, those of other implementations need not. So the
 * rules are checked on the way, and a value that breaks one throws {@link BufferedEncoder.UnwritableException}, in
 * place of a body that a server would refuse as a whole. Used by one thread at a time.
 */
final class CompositeValues {
    private static final byte[] COUNT = ascii("{count:");
    private static final byte[] SUM = ascii(",sum:");
    private static final byte[] SCHEMA = ascii(",schema:");
    private static final byte[] ZERO_THRESHOLD = ascii(",zero_threshold:");
    private static final byte[] ZERO_COUNT = ascii(",zero_count:");
    private static final byte[] BUCKETS = ascii(",bucket:[");
    private static final byte[] INFINITE_BUCKET = ascii("+Inf:");
    private static final byte[] QUANTILES = ascii(",quantile:[");

    private final ByteBuf out;
    private final NumberPrinter numbers = new NumberPrinter();
    private final BoundTexts bounds = new BoundTexts("", ":", numbers);
    private final BoundTexts ranks = new BoundTexts("", ":", numbers);
    private final Side negative = new Side("negative");
    private final Side positive = new Side("positive");

    CompositeValues(ByteBuf out) {
        this.out = out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void put(HistogramValue value) {
        requireTotals(value.hasCount(), value.hasSum());
        long count = value.count();
        double sum = value.sum();
        putCountAndSum(count, sum);
        NativeBuckets buckets = value.nativeBuckets();
        if (buckets != null) {
            putNative(buckets, count, sum);
        }
        if (!value.isNativeOnly()) {
            putClassic(value, count);
        }
        out.put('}');
    }

    private void putCountAndSum(long count, double sum) {
        require(count >= 0, "expected a count of zero or more, got ", count);
        out.put(COUNT);
        numbers.printInteger(count, out);
        out.put(SUM);
        numbers.print(sum, out);
    }

    private void putNative(NativeBuckets buckets, long count, double sum) {
        int schema = buckets.schema();
        double threshold = buckets.zeroThreshold();
        long zeroCount = buckets.zeroCount();
        boolean known = schema >= NativeBuckets.MIN_SCHEMA && schema <= NativeBuckets.MAX_SCHEMA;
        require(known, "expected a schema from -4 to 8, got ", schema);
        boolean finite = threshold >= 0 && threshold < Double.POSITIVE_INFINITY;
        require(finite, "expected a finite zero threshold of zero or more, got ", threshold);
        out.put(SCHEMA);
        numbers.printInteger(schema, out);
        out.put(ZERO_THRESHOLD);
        numbers.print(threshold, out);
        out.put(ZERO_COUNT);
        numbers.printInteger(zeroCount, out);
        long left = positive.put(buckets.positive(), negative.put(buckets.negative(), left(count, zeroCount)));
        // Only NaN is in no bucket.
        require(left == 0 || Double.isNaN(sum), "expected all observations in native buckets, left out are ", left);
    }

    /** How many observations are left without those of a bucket. */
    private static long left(long count, long ofBucket) {
        boolean possible = ofBucket >= 0 && ofBucket <= count;
        require(possible, "expected native buckets of no more observations than there are, got one of ", ofBucket);
        return count - ofBucket;
    }

    private void putClassic(HistogramValue value, long count) {
        out.put(BUCKETS);
        int buckets = value.bucketCount();
        double last = Double.NaN;
        long below = 0;
        for (int i = 0; i < buckets; i++) {
            double bound = value.upperBound(i);
            long cumulative = value.cumulativeCount(i);
            require(i == 0 ? !Double.isNaN(bound) : bound > last, "expected upper bounds that increase, got ", bound);
            require(cumulative >= below, "expected cumulative counts that do not decrease, got ", cumulative);
            putSeparator(i);
            bounds.put(i, bound, out);
            numbers.printInteger(cumulative, out);
            last = bound;
            below = cumulative;
        }
        if (last != Double.POSITIVE_INFINITY) { // which the library's own values always have
            require(count >= below, "expected no bucket above the count, got ", below);
            putSeparator(buckets);
            out.put(INFINITE_BUCKET);
            numbers.printInteger(count, out);
        } else {
            require(count == below, "expected the count in the bucket +Inf, got ", below);
        }
        out.put(']');
    }

    /** The format takes count, sum and quantiles of a summary for counters and sizes, so none of them is negative. */
    void put(SummaryValue value) {
        requireTotals(value.hasCount(), value.hasSum());
        double sum = value.sum();
        require(sum >= 0, "expected the sum of a summary to be zero or more in OpenMetrics 2.0, got ", sum);
        putCountAndSum(value.count(), sum);
        out.put(QUANTILES);
        double last = -1;
        for (int i = 0; i < value.quantileCount(); i++) {
            double rank = value.quantile(i);
            double quantile = value.quantileValue(i);
            require(rank >= 0 && rank <= 1 && rank > last, "expected quantiles from 0 to 1 that increase, got ", rank);
            require(!(quantile < 0), "expected the value of a quantile to be zero or more, got ", quantile);
            putSeparator(i);
            ranks.put(i, rank, out);
            numbers.print(quantile, out);
            last = rank;
        }
        out.put(']');
        out.put('}');
    }

    private static void requireTotals(boolean hasCount, boolean hasSum) {
        if (!hasCount || !hasSum) {
            throw new BufferedEncoder.UnwritableException(
                    "expected a count and a sum, which OpenMetrics 2.0 demands, got "
                            + (hasCount ? "no sum" : hasSum ? "no count" : "neither"));
        }
    }

    private void putSeparator(int index) {
        if (index > 0) {
            out.put(',');
        }
    }

    private static void require(boolean kept, String problem, double got) {
        if (!kept) {
            throw new BufferedEncoder.UnwritableException(problem + got);
        }
    }

    private static void require(boolean kept, String problem, long got) {
        if (!kept) {
            throw new BufferedEncoder.UnwritableException(problem + got);
        }
    }

    /** The native buckets of one sign. */
    private final class Side extends NativeSpans {
        private final byte[] spans;
        private final byte[] counts;
        private int index;

        Side(String sign) {
            spans = ascii("," + sign + "_spans:[");
            counts = ascii("]," + sign + "_buckets:[");
        }

        /** Writes the buckets, and returns how many of the observations are in others. */
        long put(NativeBuckets.Populated buckets, long count) {
            long left = count;
            if (buckets.size() > 0) {
                out.put(spans);
                index = 0;
                putSpans(buckets);
                out.put(counts);
                index = 0;
                putCounts(buckets);
                out.put(']');
            }
            for (int i = 0; i < buckets.size(); i++) {
                left = left(left, buckets.count(i));
            }
            return left;
        }

        @Override
        void putSpan(int offset, int length) {
            putSeparator(index++);
            numbers.printInteger(offset, out);
            out.put(':');
            numbers.printInteger(length, out);
        }

        @Override
        void putCount(long count) {
            putSeparator(index++);
            numbers.printInteger(count, out);
        }
    }
}
