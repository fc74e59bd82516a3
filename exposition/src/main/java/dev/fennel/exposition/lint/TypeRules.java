package dev.fennel.exposition.lint;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.Locale;
import java.util.function.Consumer;

/** What names and labels have to do with the type of the metric. Nothing is asked of metrics of unknown type. */
final class TypeRules {
    private TypeRules() {}

    static void totalSuffix(MetricFamily family, Consumer<? super String> problems) {
        boolean total = family.name().endsWith("_total");
        if (family.type() == MetricType.COUNTER) {
            if (!total) {
                problems.accept("counter metrics should have \"_total\" suffix");
            }
        } else if (total && isKnown(family)) {
            problems.accept("non-counter metrics should not have \"_total\" suffix");
        }
    }

    static void reservedSuffixes(MetricFamily family, Consumer<? super String> problems) {
        boolean histogram = family.type() == MetricType.HISTOGRAM;
        boolean summary = family.type() == MetricType.SUMMARY;
        if (histogram || !isKnown(family)) {
            return;
        }
        String name = family.name();
        if (name.endsWith("_bucket")) {
            problems.accept("non-histogram metrics should not have \"_bucket\" suffix");
        }
        if (!summary && name.endsWith("_count")) {
            problems.accept("non-histogram and non-summary metrics should not have \"_count\" suffix");
        }
        if (!summary && name.endsWith("_sum")) {
            problems.accept("non-histogram and non-summary metrics should not have \"_sum\" suffix");
        }
    }

    static void reservedLabels(MetricFamily family, Consumer<? super String> problems) {
        if (!isKnown(family)) {
            return;
        }
        for (Metric metric : family.metrics()) {
            if (family.type() != MetricType.HISTOGRAM && metric.labels().get("le") != null) {
                problems.accept("non-histogram metrics should not have \"le\" label");
            }
            if (family.type() != MetricType.SUMMARY && metric.labels().get("quantile") != null) {
                problems.accept("non-summary metrics should not have \"quantile\" label");
            }
        }
    }

    /** Other types may be named, as in a counter of gauges. */
    static void typeInName(MetricFamily family, Consumer<? super String> problems) {
        String name = family.name().toLowerCase(Locale.ROOT);
        String type = family.type().valueType().toString();
        if (isKnown(family) && (name.endsWith("_" + type) || name.contains("_" + type + "_"))) {
            problems.accept("metric name should not include type '" + type + "'");
        }
    }

    private static boolean isKnown(MetricFamily family) {
        return family.type() != MetricType.UNTYPED;
    }
}
