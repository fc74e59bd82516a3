package dev.fennel.model;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.Unicode;

/**
 * Which metric names, units, label names and label values are valid: the rules of client_golang since 1.24, and those
 * of OpenMetrics 1.0, which asks more of names and units than the other formats do.
 */
final class NameRules {
    /** The label that holds the metric name in the data model of Prometheus, where nothing else can be its value. */
    private static final String METRIC_NAME = "__name__";

    private static final String INFO = "_info";
    private static final String TOTAL = "_total";

    private NameRules() {}

    /**
     * Checks a label name.
     *
     * @param mirrored whether another program chose it, perhaps by escaping: only the metric name is reserved then
     */
    static void checkLabelName(String name, boolean mirrored) {
        String fault = labelNameFault(name, mirrored);
        if (fault != null) {
            throw new IllegalArgumentException("label name \"" + name + "\" " + fault);
        }
    }

    static void checkLabelValue(String name, String value) {
        if (value == null) {
            throw new NullPointerException("the value of label \"" + name + "\" is null");
        }
        if (!Unicode.isValid(value)) {
            throw new IllegalArgumentException(
                    "label \"" + name + "\" has a value that is not valid Unicode: \"" + value + "\"");
        }
    }

    /** What is wrong with a label name, or null. */
    static @Nullable String labelNameFault(String name, boolean mirrored) {
        if (name.isEmpty()) {
            return "is empty, expected at least one character";
        }
        if (name.startsWith("__") && !mirrored) {
            return "starts with \"__\", which is reserved";
        }
        if (name.equals(METRIC_NAME)) {
            return "is reserved";
        }
        return Unicode.isValid(name) ? null : "is not valid Unicode";
    }

    /** How the name, unit and labels of a Desc break the rules of OpenMetrics for its type, or null. */
    static @Nullable String openMetricsFault(Desc desc) {
        if (desc.type().valueType() != desc.type() && !desc.unit().isEmpty()) {
            return "got the unit \"" + desc.unit() + "\", expected none for a metric of this type";
        }
        String name = desc.name();
        MetricType type = desc.type();
        if (type == MetricType.INFO) {
            return name.endsWith(INFO) && name.length() > INFO.length()
                    ? null
                    : "expected a name that ends in \"" + INFO + "\"";
        }
        if (type == MetricType.STATE_SET) {
            return desc.variableLabels().contains(name)
                    ? null
                    : "expected a label \"" + name + "\" for the states, got " + desc.variableLabels();
        }
        return unitFault(desc, type == MetricType.COUNTER && name.endsWith(TOTAL) ? TOTAL : "");
    }

    /** A name ends in its unit, followed by nothing except the suffix. */
    private static @Nullable String unitFault(Desc desc, String suffix) {
        String end = "_" + desc.unit() + suffix;
        return desc.unit().isEmpty() || desc.name().endsWith(end)
                ? null
                : "got the unit \"" + desc.unit() + "\", expected a name that ends in \"" + end + "\"";
    }
}
