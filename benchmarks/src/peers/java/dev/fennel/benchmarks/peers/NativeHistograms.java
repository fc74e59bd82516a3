package dev.fennel.benchmarks.peers;

import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogram;
import io.prometheus.metrics.core.metrics.Histogram;

/**
 * A histogram with at most 160 native buckets, eight from a power of two to the next, in each library that has such.
 */
final class NativeHistograms {
    private NativeHistograms() {}

    static Histogram clientJava(String label) {
        return Histogram.builder()
                .name("request_duration_seconds")
                .labelNames(label)
                .nativeOnly()
                .nativeInitialSchema(3)
                .nativeMaxNumberOfBuckets(160)
                .withoutExemplars()
                .build();
    }

    /** A histogram of an SDK {@link OpenTelemetry#withNativeHistograms() with native histograms}. */
    static ExtendedDoubleHistogram openTelemetry(OpenTelemetry sdk) {
        return (ExtendedDoubleHistogram)
                sdk.meter().histogramBuilder("request.duration").build();
    }
}
