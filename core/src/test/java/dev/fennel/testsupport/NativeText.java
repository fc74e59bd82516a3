package dev.fennel.testsupport;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import java.util.StringJoiner;

/**
 * Native buckets as text: schema, zero threshold (in hex), zero count, then key:count of the positive and negative
 * ones.
 */
public final class NativeText {
    private NativeText() {}

    /** Such as {@code 3|0x1.0p-128|1|-4:2,0:1|0:1}. */
    public static String of(HistogramValue value) {
        NativeBuckets buckets = value.nativeBuckets();
        return buckets.schema() + "|" + Double.toHexString(buckets.zeroThreshold()) + "|" + buckets.zeroCount() + "|"
                + of(buckets.positive()) + "|" + of(buckets.negative());
    }

    private static String of(NativeBuckets.Populated buckets) {
        StringJoiner text = new StringJoiner(",");
        for (int i = 0; i < buckets.size(); i++) {
            text.add(buckets.key(i) + ":" + buckets.count(i));
        }
        return text.toString();
    }
}
