package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;

/** Writes the fields of a histogram: classic buckets, native buckets, or both. */
final class ProtobufHistogram {
    private final ProtobufWriter out;
    private final ProtobufSpans negative;
    private final ProtobufSpans positive;

    ProtobufHistogram(ProtobufWriter out) {
        this.out = out;
        negative =
                new ProtobufSpans(ProtobufSchema.HISTOGRAM_NEGATIVE_SPAN, ProtobufSchema.HISTOGRAM_NEGATIVE_DELTA, out);
        positive =
                new ProtobufSpans(ProtobufSchema.HISTOGRAM_POSITIVE_SPAN, ProtobufSchema.HISTOGRAM_POSITIVE_DELTA, out);
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
        ProtobufTimestamps.putMillis(ProtobufSchema.HISTOGRAM_CREATED, value.createdMillis(), out);
        if (buckets != null) {
            for (int i = 0; i < buckets.exemplarCount(); i++) {
                ProtobufExemplars.put(ProtobufSchema.HISTOGRAM_EXEMPLAR, buckets.exemplar(i), out);
            }
        }
    }

    private void putBucket(HistogramValue value, int index) {
        double upperBound = value.upperBound(index);
        Exemplar exemplar = value.exemplar(index);
        if (upperBound == Double.POSITIVE_INFINITY && exemplar == null) {
            return; // says no more than the count does
        }
        int start = out.begin(ProtobufSchema.HISTOGRAM_BUCKET);
        out.putVarint(ProtobufSchema.BUCKET_CUMULATIVE_COUNT, value.cumulativeCount(index));
        out.putDouble(ProtobufSchema.BUCKET_UPPER_BOUND, upperBound);
        if (exemplar != null) {
            ProtobufExemplars.put(ProtobufSchema.BUCKET_EXEMPLAR, exemplar, out);
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

    /** Whether a reader could not tell these native buckets from none: it looks for a zero threshold, or a span. */
    private static boolean isBlank(NativeBuckets buckets) {
        return buckets.zeroThreshold() == 0
                && buckets.zeroCount() == 0
                && buckets.negative().size() == 0
                && buckets.positive().size() == 0;
    }
}
