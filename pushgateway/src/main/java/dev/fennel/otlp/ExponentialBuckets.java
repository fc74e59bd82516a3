package dev.fennel.otlp;

import dev.fennel.exposition.internal.BucketCheck;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;

/**
 * Writes the buckets of native histograms, which are the same as those of an exponential histogram: a schema is a
 * scale, and the index of a bucket is its key less one.
 *
 * <p>The protocol has no gaps: a count is written for each bucket between the first and the last. If these are very far
 * apart, adjacent buckets are merged, which halves their number and takes one from the scale, and so on; no count is
 * lost, and the bounds that are left are exact. Used by one thread.
 */
final class ExponentialBuckets {
    /** At the finest scale, these are 64 powers of two. */
    private static final long MOST_BUCKETS = 1 << 14;

    private final MessageWriter out;

    ExponentialBuckets(MessageWriter out) {
        this.out = out;
    }

    /**
     * Writes the fields that only exponential histograms have.
     *
     * @throws RuntimeException if the value contradicts itself, or has keys of no double
     */
    void put(HistogramValue value, NativeBuckets buckets) {
        checkKeys(buckets.positive());
        checkKeys(buckets.negative());
        int merges = merges(buckets);
        out.putSigned(6, "scale", buckets.schema() - merges);
        out.putFixed(7, "zeroCount", buckets.zeroCount());
        long left = BucketCheck.count(value) - buckets.zeroCount();
        left = put(8, "positive", buckets.positive(), merges, left);
        left = put(9, "negative", buckets.negative(), merges, left);
        out.putDouble(14, "zeroThreshold", buckets.zeroThreshold());
        if (!BucketCheck.isSound(buckets, left, Double.isNaN(value.sum()))) {
            throw BucketCheck.broken(value);
        }
    }

    /** Refuses keys out of order before anything is written, as the gaps between them would be of any size. */
    private static void checkKeys(NativeBuckets.Populated buckets) {
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.key(i) <= buckets.key(i - 1)) {
                throw new IllegalStateException("expected keys of native buckets that increase, got " + buckets.key(i)
                        + " after " + buckets.key(i - 1));
            }
        }
    }

    /** How often adjacent buckets are merged. */
    private static int merges(NativeBuckets buckets) {
        int merges = 0;
        while (Math.max(width(buckets.positive(), merges), width(buckets.negative(), merges)) > MOST_BUCKETS) {
            merges++;
        }
        if (merges > 0 && buckets.schema() - merges < NativeBuckets.MIN_SCHEMA) {
            throw noDoubles("keys that are too far apart for them");
        }
        return merges;
    }

    private static IllegalArgumentException noDoubles(String got) {
        return new IllegalArgumentException("expected buckets of doubles, got " + got);
    }

    /** The number of buckets from the first to the last. */
    private static long width(NativeBuckets.Populated buckets, int merges) {
        return buckets.size() == 0 ? 0 : index(buckets, buckets.size() - 1, merges) - index(buckets, 0, merges) + 1;
    }

    private static long index(NativeBuckets.Populated buckets, int i, int merges) {
        return (buckets.key(i) - 1L) >> merges;
    }

    /** Writes the buckets of one sign, which may have so many observations, and returns how many are left. */
    private long put(int field, String name, NativeBuckets.Populated buckets, int merges, long observations) {
        if (buckets.size() == 0) {
            return observations;
        }
        long left = observations;
        long at = index(buckets, 0, merges);
        if (at < Integer.MIN_VALUE) {
            throw noDoubles("the key " + buckets.key(0));
        }
        out.begin(field, name);
        out.putSigned(1, "offset", (int) at);
        out.beginNumbers(2, "bucketCounts");
        long merged = 0;
        for (int i = 0; i < buckets.size(); i++) {
            for (long index = index(buckets, i, merges); at < index; at++) {
                out.addVarint(merged);
                merged = 0;
            }
            long count = buckets.count(i);
            merged += count;
            left = count < 0 || count > left ? Long.MIN_VALUE : left - count;
        }
        out.addVarint(merged);
        out.endNumbers();
        out.end();
        return left;
    }
}
