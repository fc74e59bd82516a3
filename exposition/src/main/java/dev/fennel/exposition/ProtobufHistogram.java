package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;

/** Writes the fields of a histogram: classic buckets, native buckets, or both. Used by one thread at a time. */
final class ProtobufHistogram {
    private final ProtobufWriter out;
    private final Spans negative;
    private final Spans positive;

    ProtobufHistogram(ProtobufWriter out) {
        this.out = out;
        negative = new Spans(ProtobufSchema.HISTOGRAM_NEGATIVE_SPAN, ProtobufSchema.HISTOGRAM_NEGATIVE_DELTA, out);
        positive = new Spans(ProtobufSchema.HISTOGRAM_POSITIVE_SPAN, ProtobufSchema.HISTOGRAM_POSITIVE_DELTA, out);
    }

    void put(HistogramValue value) {
        out.putVarint(ProtobufSchema.HISTOGRAM_COUNT, value.count());
        out.putDouble(ProtobufSchema.HISTOGRAM_SUM, value.sum());
        for (int i = 0; i < value.bucketCount(); i++) {
            putBucket(value, i);
        }
        NativeBuckets buckets = value.nativeBuckets();
        if (buckets != null) {
            putNative(buckets);
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
        Exemplar exemplar = value.exemplar(index);
        if (upperBound == Double.POSITIVE_INFINITY && exemplar == null) {
            return; // its count is the count of the histogram
        }
        int start = out.begin(ProtobufSchema.HISTOGRAM_BUCKET);
        out.putVarint(ProtobufSchema.BUCKET_CUMULATIVE_COUNT, value.cumulativeCount(index));
        out.putDouble(ProtobufSchema.BUCKET_UPPER_BOUND, upperBound);
        if (exemplar != null) {
            ProtobufMessages.putExemplar(ProtobufSchema.BUCKET_EXEMPLAR, exemplar, out);
        }
        out.end(start);
    }

    private void putNative(NativeBuckets buckets) {
        out.putSigned(ProtobufSchema.HISTOGRAM_SCHEMA, buckets.schema());
        out.putDouble(ProtobufSchema.HISTOGRAM_ZERO_THRESHOLD, buckets.zeroThreshold());
        out.putVarint(ProtobufSchema.HISTOGRAM_ZERO_COUNT, buckets.zeroCount());
        negative.put(buckets.negative());
        if (isBlank(buckets)) {
            positive.putNoOp();
        } else {
            positive.put(buckets.positive());
        }
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

        void put(NativeBuckets.Populated buckets) {
            if (buckets.size() > 0) {
                putSpans(buckets);
                before = 0;
                putCounts(buckets);
            }
        }

        /** Writes a span without buckets, so that a reader sees a native histogram. */
        void putNoOp() {
            putSpan(0, 0);
        }

        @Override
        void putSpan(int offset, int length) {
            int start = out.begin(spanField);
            out.putSigned(ProtobufSchema.SPAN_OFFSET, offset);
            out.putVarint(ProtobufSchema.SPAN_LENGTH, length);
            out.end(start);
        }

        @Override
        void putCount(long count) {
            out.putSigned(deltaField, count - before);
            before = count;
        }
    }
}
