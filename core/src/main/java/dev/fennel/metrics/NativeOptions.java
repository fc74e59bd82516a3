package dev.fennel.metrics;

import dev.fennel.internal.buckets.NativeScale;
import java.util.function.LongSupplier;

/**
 * How a native histogram was asked to be.
 *
 * @param scale the buckets it begins with
 * @param maxBuckets how many populated buckets there should be at most; 0 for any number
 * @param minResetMillis how long after its beginning it may be reset; 0 for never
 * @param maxZeroThreshold how far the zero bucket may be widened
 * @param maxExemplars how many exemplars are kept
 * @param exemplarTtlMillis the age from which an exemplar is the first to go
 * @param clock the time, in milliseconds since the epoch
 */
record NativeOptions(
        NativeScale scale,
        int maxBuckets,
        long minResetMillis,
        double maxZeroThreshold,
        int maxExemplars,
        long exemplarTtlMillis,
        LongSupplier clock) {}
