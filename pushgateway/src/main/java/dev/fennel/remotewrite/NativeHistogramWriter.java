package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.exposition.internal.NativeSpans;
import dev.fennel.exposition.internal.ProtobufWriter;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;

/** Writes the fields of a message {@code Histogram}, which are the same in both versions. Used by one thread. */
final class NativeHistogramWriter {
    private static final int COUNT = 1;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT = 6;
    private static final int NEGATIVE_SPAN = 8;
    private static final int NEGATIVE_DELTAS = 9;
    private static final int POSITIVE_SPAN = 11;
    private static final int POSITIVE_DELTAS = 12;
    private static final int TIMESTAMP = 15;
    private static final int START = 17;
    private static final int SPAN_OFFSET = 1;
    private static final int SPAN_LENGTH = 2;

    private final ProtobufWriter out;
    private final Spans negative;
    private final Spans positive;

    NativeHistogramWriter(ProtobufWriter out) {
        this.out = out;
        negative = new Spans(NEGATIVE_SPAN, NEGATIVE_DELTAS);
        positive = new Spans(POSITIVE_SPAN, POSITIVE_DELTAS);
    }

    /**
     * Writes everything but the times.
     *
     * @param buckets the native buckets of the value
     * @throws RuntimeException if the value contradicts itself
     */
    void put(HistogramValue value, NativeBuckets buckets) {
        long count = BucketCheck.count(value);
        long zeroCount = buckets.zeroCount();
        out.putVarint(COUNT, count);
        out.putDouble(SUM, value.sum());
        out.putSigned(SCHEMA, buckets.schema());
        out.putDouble(ZERO_THRESHOLD, buckets.zeroThreshold());
        out.putVarint(ZERO_COUNT, zeroCount);
        long left = negative.put(buckets.negative(), count - zeroCount);
        left = positive.put(buckets.positive(), left);
        if (!BucketCheck.isSound(buckets, left, Double.isNaN(value.sum()))) {
            throw BucketCheck.broken(value);
        }
    }

    /** Writes what says that the series has ended. */
    void putStale() {
        out.putVarint(COUNT, 0);
        out.putBits(SUM, WriteRequest.STALE);
        out.putVarint(ZERO_COUNT, 0);
    }

    /** Writes the times, of which the second is left out if it is not above zero. */
    void putTimes(long timestampMillis, long createdMillis) {
        out.putVarint(TIMESTAMP, timestampMillis);
        if (createdMillis > 0) {
            out.putVarint(START, createdMillis);
        }
    }

    /** The buckets of one sign: spans, and for each bucket the difference from the count of the one before. */
    private final class Spans extends NativeSpans {
        private final int spanField;
        private final int deltasField;
        private long before;

        Spans(int spanField, int deltasField) {
            this.spanField = spanField;
            this.deltasField = deltasField;
        }

        /** Writes all buckets, which may have so many observations, and returns how many are left. */
        long put(NativeBuckets.Populated buckets, long observations) {
            if (buckets.size() == 0) {
                return observations;
            }
            putSpans(buckets);
            int start = out.begin(deltasField);
            before = 0;
            long left = putCounts(buckets, observations);
            out.end(start);
            return left;
        }

        @Override
        protected void putSpan(int offset, int length) {
            int start = out.begin(spanField);
            out.putSigned(SPAN_OFFSET, offset);
            out.putVarint(SPAN_LENGTH, length);
            out.end(start);
        }

        @Override
        protected void putCount(long count) {
            out.putPackedSigned(count - before);
            before = count;
        }
    }
}
