package dev.fennel.metrics;

import dev.fennel.internal.buckets.NativeReading;
import dev.fennel.internal.buckets.NativeScale;

/** How a native histogram that has too many buckets gets fewer, other than by a reset. */
final class BucketLimit {
    private BucketLimit() {}

    /**
     * The next coarser scale.
     *
     * @param reading what is populated, which is at least one bucket
     * @return the same scale if there is none
     */
    static NativeScale coarser(NativeScale scale, NativeReading reading, NativeOptions options) {
        double wider = scale.upperBound(reading.smallestKey());
        if (scale.zeroThreshold() < options.maxZeroThreshold() && wider <= options.maxZeroThreshold()) {
            return scale.widened(wider);
        }
        return scale.schema() > NativeScale.COARSEST ? scale.halved() : scale;
    }
}
