package dev.fennel.exposition.lint;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** What the metrics of a family have to do with each other. */
final class SeriesRules {
    private SeriesRules() {}

    /** A registry sees to it, but for metrics with timestamps; other gatherers may bring anything. */
    static void unique(MetricFamily family, Consumer<? super String> problems) {
        Set<Labels> seen = new HashSet<>();
        for (Metric metric : family.metrics()) {
            if (!seen.add(metric.labels())) {
                problems.accept("metric not unique");
            }
        }
    }
}
