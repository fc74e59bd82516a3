package dev.fennel.exposition;

import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;

/** The native histograms of the group of the same name in {@code src/test/go/golden.go}. */
final class GoldenSparse {
    private GoldenSparse() {}

    static Metric[] metrics() {
        List<Metric> metrics = new ArrayList<>();
        observed().collect(metrics::add);
        metrics.add(factor("schema_minus_4", 65536));
        metrics.add(factor("schema_minus_3", 256));
        metrics.add(factor("schema_minus_2", 16));
        metrics.add(factor("schema_minus_1", 4));
        metrics.add(factor("schema_0", 2));
        metrics.add(factor("schema_2", 1.2));
        metrics.add(factor("schema_8", 1.0001));
        metrics.add(limited("coarser", 0x1p-128, 0.001, 0));
        metrics.add(limited("wider_zero", 0x1p-128, 0.001, 1));
        metrics.add(limited("no_zero_threshold", 0, -3, 0));
        return metrics.toArray(Metric[]::new);
    }

    private static HistogramVec observed() {
        HistogramVec observed = HistogramVec.builder("observed", "One schema.", "shape")
                .nativeBuckets(1.1)
                .build();
        for (int i = 0; i < 100; i++) {
            double value = i * i * 0.37;
            observed.withLabelValues("positive").observe(value + 0.01);
            observed.withLabelValues("negative").observe(-value - 0.01);
            observed.withLabelValues("both").observe(value * (i % 3 - 1));
        }
        for (double value : new double[] {1, 1.05, 1.3, 1.6, 2.5, 1e-300, 1e300}) {
            observed.withLabelValues("gaps").observe(value);
        }
        for (double value : new double[] {0, -0.0, 1e-39, -1e-39}) {
            observed.withLabelValues("zero").observe(value);
        }
        observed.withLabelValues("untouched");
        return observed;
    }

    private static Histogram factor(String name, double bucketFactor) {
        Histogram histogram = Histogram.builder(name, "One of the schemas.")
                .nativeBuckets(bucketFactor)
                .build();
        for (int i = 0; i < 40; i++) {
            histogram.observe(Math.scalb(1.1, i) * (1 - 2 * (i & 1)));
        }
        return histogram;
    }

    /** Widens its zero bucket or its buckets while it is observed. */
    private static Histogram limited(String name, double zeroThreshold, double first, double maxZeroThreshold) {
        Histogram histogram = Histogram.builder(name, "At most ten buckets.")
                .nativeBuckets(1.1)
                .maxBuckets(10)
                .zeroThreshold(zeroThreshold)
                .maxZeroThreshold(maxZeroThreshold)
                .build();
        for (int i = 0; i < 60; i++) {
            histogram.observe(first * Math.scalb(1.0, i / 4) * (1 + i % 4));
        }
        return histogram;
    }
}
