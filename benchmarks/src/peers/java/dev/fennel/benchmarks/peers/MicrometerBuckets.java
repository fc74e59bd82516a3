package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import dev.fennel.metrics.Buckets;
import java.time.Duration;
import java.util.Arrays;

/** The default eleven buckets for timers of Micrometer. Its other histograms round observations below 1 up to 1. */
final class MicrometerBuckets {
    static final Duration[] DEFAULT = Arrays.stream(Buckets.DEFAULT.upperBounds())
            .mapToObj(seconds -> Duration.ofNanos(Observations.toNanos(seconds)))
            .toArray(Duration[]::new);

    private MicrometerBuckets() {}
}
