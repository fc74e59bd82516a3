package dev.fennel.exposition;

import dev.fennel.model.MetricType;

/**
 * The names and types of OpenMetrics 1.0: the family of a counter {@code jobs_total} is called {@code jobs}, that of an
 * info {@code build_info} is called {@code build}.
 *
 * <p>What OpenMetrics asks of a type must be true of the names as they are written. A counter whose name does not end
 * in {@code _total} is of type {@code unknown}, as in client_golang, and has no created samples; an info or a state set
 * that is not named as one, or no longer after escaping, is the gauge that it is in the other formats. The same goes
 * for a counter or an info whose shorter name another family has: a gauge {@code jobs} beside a counter
 * {@code jobs_total} is usual, and client_golang writes both under one name, which OpenMetrics does not allow. A
 * histogram or a summary goes without created samples where another family has their name.
 */
final class OpenMetricsNames implements NamingRule {
    /** The type of whatever OpenMetrics has no better word for. */
    static final String UNKNOWN = "unknown";

    private static final String TOTAL = "_total";
    private static final String INFO = "_info";

    private final EscapingScheme escaping;
    private final boolean createdSamples;

    OpenMetricsNames(EscapingScheme escaping, boolean createdSamples) {
        this.escaping = escaping;
        this.createdSamples = createdSamples;
    }

    @Override
    public String comparesAllFor() {
        return "OpenMetrics";
    }

    @Override
    public FamilyName name(MetricType type, String name) {
        String written = escaping.metricName(name);
        String metadata = metadata(type, written);
        String shown = type(type, name, written, metadata);
        return new FamilyName(written, metadata, shown, created(type, metadata, shown), !written.equals(name));
    }

    /** The whole name where there is a shorter one, and no created samples where there are some. */
    @Override
    public FamilyName otherName(MetricType type, String name) {
        FamilyName first = name(type, name);
        String written = first.samples();
        if (!first.metadata().equals(written)) {
            return new FamilyName(written, written, lesserType(type), null, first.escaped());
        }
        return first.created() == null ? null : new FamilyName(written, written, first.type(), null, first.escaped());
    }

    private static String metadata(MetricType type, String written) {
        return switch (type) {
            case COUNTER -> without(TOTAL, written);
            case INFO -> without(INFO, written);
            default -> written;
        };
    }

    private static String without(String suffix, String name) {
        boolean more = name.length() > suffix.length() && name.endsWith(suffix);
        return more ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private String type(MetricType type, String name, String written, String metadata) {
        boolean asItShould =
                switch (type) {
                    case COUNTER, INFO -> !metadata.equals(written);
                    case STATE_SET -> escaping.labelName(name).equals(written);
                    case UNTYPED -> false;
                    default -> true;
                };
        return asItShould ? type.toString() : lesserType(type);
    }

    private static String lesserType(MetricType type) {
        return type.valueType() == MetricType.GAUGE ? "gauge" : UNKNOWN;
    }

    private String created(MetricType type, String metadata, String shown) {
        return switch (type) {
            case COUNTER, HISTOGRAM, SUMMARY -> createdSamples && !shown.equals(UNKNOWN) ? metadata + "_created" : null;
            default -> null;
        };
    }
}
