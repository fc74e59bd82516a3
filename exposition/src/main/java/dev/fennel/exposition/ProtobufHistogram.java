package dev.fennel.exposition;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.exposition.internal.NativeSpans;
import dev.fennel.exposition.internal.ProtobufWriter;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;

/**
 * Writes the fields of a histogram: classic buckets, native buckets, or both. The bucket for {@code +Inf} is left out
 * unless it has an exemplar, because its count is the count of the histogram. So that field is left out only if neither
 * is there. Used by one thread at a time.
 */
final class ProtobufHistogram {
    private final ProtobufWriter out;
    private final BucketCheck check;
    private final Spans negative;
    private final Spans positive;

    ProtobufHistogram(ProtobufWriter out, BucketCheck check) {
        this.out = out;
        this.check = check;
        negative = new Spans(ProtobufSchema.HISTOGRAM_NEGATIVE_SPAN, ProtobufSchema.HISTOGRAM_NEGATIVE_DELTA, out);
        positive = new Spans(ProtobufSchema.HISTOGRAM_POSITIVE_SPAN, ProtobufSchema.HISTOGRAM_POSITIVE_DELTA, out);
    }

    void put(HistogramValue value) {
        int size = value.bucketCount();
        check.begin();
        if (BucketCheck.hasCount(value)) {
            out.putVarint(ProtobufSchema.HISTOGRAM_COUNT, BucketCheck.count(value));
        }
        if (value.hasSum()) {
            out.putDouble(ProtobufSchema.HISTOGRAM_SUM, value.sum());
        }
        for (int i = 0; i < size; i++) {
            putBucket(value, i);
        }
        long total = check.total(value);
        NativeBuckets buckets = value.nativeBuckets();
        if (buckets != null && !putNative(buckets, total, Double.isNaN(value.sum()))) {
            throw BucketCheck.broken(value);
        }
        ProtobufMessages.putMillis(ProtobufSchema.HISTOGRAM_CREATED, value.createdMillis(), out);
        if (buckets != null) {
            for (int i = 0; i < buckets.exemplarCount(); i++) {
                ProtobufMessages.putExemplar(ProtobufSchema.HISTOGRAM_EXEMPLAR, buckets.exemplar(i), out);
            }
        }
    }

    private void putBucket(HistogramValue value, int index) {
        double upperBound = value.upperBound(index);
        long cumulative = value.cumulativeCount(index);
        Exemplar exemplar = value.exemplar(index);
        check.next(upperBound, cumulative);
        if (upperBound == Double.POSITIVE_INFINITY && exemplar == null) {
            return; // its count is the count of the histogram
        }
        int start = out.begin(ProtobufSchema.HISTOGRAM_BUCKET);
        out.putVarint(ProtobufSchema.BUCKET_CUMULATIVE_COUNT, cumulative);
        out.putDouble(ProtobufSchema.BUCKET_UPPER_BOUND, upperBound);
        if (exemplar != null) {
            ProtobufMessages.putExemplar(ProtobufSchema.BUCKET_EXEMPLAR, exemplar, out);
        }
        out.end(start);
    }

    /**
     * Writes native buckets.
     *
     * @param total the number of observations
     * @param withNaN whether the buckets may have fewer, as NaN is in none
     * @return whether they keep what {@link NativeBuckets} promises
     */
    private boolean putNative(NativeBuckets buckets, long total, boolean withNaN) {
        long zeroCount = buckets.zeroCount();
        out.putSigned(ProtobufSchema.HISTOGRAM_SCHEMA, buckets.schema());
        out.putDouble(ProtobufSchema.HISTOGRAM_ZERO_THRESHOLD, buckets.zeroThreshold());
        out.putVarint(ProtobufSchema.HISTOGRAM_ZERO_COUNT, zeroCount);
        long left = negative.put(buckets.negative(), total - zeroCount);
        if (isBlank(buckets)) {
            positive.putNoOp();
        } else {
            left = positive.put(buckets.positive(), left);
        }
        return BucketCheck.isSound(buckets, left, withNaN);
    }

    /** Whether a reader would take these native buckets for none: it looks for a zero threshold or a span. */
    private static boolean isBlank(NativeBuckets buckets) {
        return buckets.zeroThreshold() == 0
                && buckets.zeroCount() == 0
                && buckets.negative().size() == 0
                && buckets.positive().size() == 0;
    }

    /**
     * The native buckets of one sign. For each there is the difference between its count and that of the one before.
     */
    private static final class Spans extends NativeSpans {
        private final int spanField;
        private final int deltaField;
        private final ProtobufWriter out;
        private long before;

        Spans(int spanField, int deltaField, ProtobufWriter out) {
            this.spanField = spanField;
            this.deltaField = deltaField;
            this.out = out;
        }

        /**
         * Writes all buckets.
         *
         * @param observations how many they may have
         * @return how many are left, negative if a bucket has more than there are, or less than none
         */
        long put(NativeBuckets.Populated buckets, long observations) {
            if (buckets.size() == 0) {
                return observations;
            }
            putSpans(buckets);
            before = 0;
            return putCounts(buckets, observations);
        }

        /** Writes a span without buckets, so that a reader sees a native histogram. */
        void putNoOp() {
            putSpan(0, 0);
        }

        @Override
        protected void putSpan(int offset, int length) {
            int start = out.begin(spanField);
            out.putSigned(ProtobufSchema.SPAN_OFFSET, offset);
            out.putVarint(ProtobufSchema.SPAN_LENGTH, length);
            out.end(start);
        }

        @Override
        protected void putCount(long count) {
            out.putSigned(deltaField, count - before);
            before = count;
        }
    }
}
