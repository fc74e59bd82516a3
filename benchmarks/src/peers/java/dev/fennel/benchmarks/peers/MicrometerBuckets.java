package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import dev.fennel.metrics.Buckets;
import java.time.Duration;
import java.util.Arrays;

/** The usual eleven buckets as Micrometer's timers take them; its other histograms round what they observe up to 1. */
final class MicrometerBuckets {
    static final Duration[] DEFAULT = Arrays.stream(Buckets.DEFAULT.upperBounds())
            .mapToObj(seconds -> Duration.ofNanos(Observations.toNanos(seconds)))
            .toArray(Duration[]::new);

    private MicrometerBuckets() {}
}
