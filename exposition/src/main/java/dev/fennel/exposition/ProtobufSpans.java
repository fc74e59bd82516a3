package dev.fennel.exposition;

import dev.fennel.model.NativeBuckets;

/**
 * Writes the native buckets of one sign: spans of buckets that follow each other, and for each bucket how much its
 * count differs from that of the bucket before.
 *
 * <p>A gap of one or two empty buckets is filled with them, as client_golang does, since that is shorter than another
 * span.
 */
final class ProtobufSpans {
    private static final int MAX_FILLED_GAP = 2;

    private final int spanField;
    private final int deltaField;
    private final ProtobufWriter out;

    ProtobufSpans(int spanField, int deltaField, ProtobufWriter out) {
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

    /** Writes a span without buckets, which says that there could be some. */
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

    /** How many buckets are empty between a bucket and the one before. */
    private static int gap(NativeBuckets.Populated buckets, int index) {
        long gap = (long) buckets.key(index) - buckets.key(index - 1) - 1;
        if (gap < 0 || gap > Integer.MAX_VALUE) {
            throw new IllegalStateException("expected keys of native buckets that increase by at most 2147483648, got "
                    + buckets.key(index) + " after " + buckets.key(index - 1));
        }
        return (int) gap;
    }
}
