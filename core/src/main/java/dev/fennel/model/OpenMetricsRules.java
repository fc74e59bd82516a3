package dev.fennel.model;

/** What OpenMetrics 1.0 asks of names and units, beyond what the other formats do. */
final class OpenMetricsRules {
    private static final String INFO = "_info";
    private static final String TOTAL = "_total";

    private OpenMetricsRules() {}

    /** What is wrong with a Desc, got against expected, or null. */
    static String fault(Desc desc) {
        if (desc.type().valueType() != desc.type() && !desc.unit().isEmpty()) {
            return "got the unit \"" + desc.unit() + "\", expected none for a metric of this type";
        }
        String name = desc.name();
        return switch (desc.type()) {
            case INFO ->
                name.endsWith(INFO) && name.length() > INFO.length()
                        ? null
                        : "expected a name that ends in \"" + INFO + "\"";
            case STATE_SET ->
                desc.variableLabels().contains(name)
                        ? null
                        : "expected a label \"" + name + "\" for the states, got " + desc.variableLabels();
            case COUNTER -> unitFault(desc, name.endsWith(TOTAL) ? TOTAL : "");
            default -> unitFault(desc, "");
        };
    }

    private static String unitFault(Desc desc, String suffix) {
        String end = "_" + desc.unit() + suffix;
        return desc.unit().isEmpty() || desc.name().endsWith(end)
                ? null
                : "got the unit \"" + desc.unit() + "\", expected a name that ends in \"" + end + "\"";
    }
}
