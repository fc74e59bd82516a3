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
     * Writes the native buckets of one sign: spans of adjacent buckets, and for each bucket the difference between its
     * count and that of the bucket before.
     *
     * <p>A gap of one or two empty buckets does not end a span; the empty buckets are written, as client_golang does,
     * because that is shorter than a new span.
     */
    private static final class Spans {
        private static final int MAX_FILLED_GAP = 2;

        private final int spanField;
        private final int deltaField;
        private final ProtobufWriter out;

        Spans(int spanField, int deltaField, ProtobufWriter out) {
            this.spanField = spanField;
            this.deltaField = deltaField;
            this.out = out;
        }

        void put(NativeBuckets.Populated buckets) {
            if (buckets.size() > 0) {
                putSpans(buckets);
                putDeltas(buckets);
            }
        }

        /** Writes a span without buckets, so that a reader sees a native histogram. */
        void putNoOp() {
            putSpan(0, 0);
        }

        private void putSpans(NativeBuckets.Populated buckets) {
            int offset = buckets.key(0);
            int length = 1;
            for (int i = 1; i < buckets.size(); i++) {
                int gap = gap(buckets, i);
                if (gap > MAX_FILLED_GAP) {
                    putSpan(offset, length);
                    offset = gap;
                    length = 1;
                } else {
                    length += gap + 1;
                }
            }
            putSpan(offset, length);
        }

        private void putDeltas(NativeBuckets.Populated buckets) {
            long before = 0;
            for (int i = 0; i < buckets.size(); i++) {
                int gap = i == 0 ? 0 : gap(buckets, i);
                if (gap <= MAX_FILLED_GAP) {
                    for (int empty = 0; empty < gap; empty++) {
                        out.putSigned(deltaField, -before);
                        before = 0;
                    }
                }
                long count = buckets.count(i);
                out.putSigned(deltaField, count - before);
                before = count;
            }
        }

        private void putSpan(int offset, int length) {
            int start = out.begin(spanField);
            out.putSigned(ProtobufSchema.SPAN_OFFSET, offset);
            out.putVarint(ProtobufSchema.SPAN_LENGTH, length);
            out.end(start);
        }

        /** The number of empty buckets between a bucket and the one before. */
        private static int gap(NativeBuckets.Populated buckets, int index) {
            long gap = (long) buckets.key(index) - buckets.key(index - 1) - 1;
            if (gap < 0 || gap > Integer.MAX_VALUE) {
                throw new IllegalStateException(
                        "expected keys of native buckets that increase by at most 2147483648, got " + buckets.key(index)
                                + " after " + buckets.key(index - 1));
            }
            return (int) gap;
        }
    }
}
