package dev.fennel.metrics;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.PopulatedBuckets;
import java.util.StringJoiner;

/** Native buckets as text: schema, zero threshold (in hex), zero count, then key:count of what is above and below zero. */
final class NativeText {
    private NativeText() {}

    static String of(Histogram histogram) {
        return of(histogram.snapshot());
    }

    static String of(HistogramValue value) {
        NativeBuckets buckets = value.nativeBuckets();
        return buckets.schema() + "|" + Double.toHexString(buckets.zeroThreshold()) + "|" + buckets.zeroCount() + "|"
                + of(buckets.positive()) + "|" + of(buckets.negative());
    }

    private static String of(PopulatedBuckets buckets) {
        StringJoiner text = new StringJoiner(",");
        for (int i = 0; i < buckets.size(); i++) {
            text.add(buckets.key(i) + ":" + buckets.count(i));
        }
        return text.toString();
    }

    /** How many observations are in native buckets, the zero bucket included. */
    static long population(NativeBuckets buckets) {
        return buckets.zeroCount() + population(buckets.positive()) + population(buckets.negative());
    }

    private static long population(PopulatedBuckets buckets) {
        long sum = 0;
        for (int i = 0; i < buckets.size(); i++) {
            sum += buckets.count(i);
        }
        return sum;
    }
}
