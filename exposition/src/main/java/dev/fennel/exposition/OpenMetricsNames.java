package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricType;

/**
 * The names and types of OpenMetrics 1.0: the family of a counter {@code jobs_total} is called {@code jobs}, that of an
 * info {@code build_info} is called {@code build}.
 *
 * <p>The names as they are written must fulfil what OpenMetrics requires of their type:
 *
 * <ul>
 *   <li>A counter whose name does not end in {@code _total} is of type {@code unknown}, as in client_golang. It has
 *       neither created samples nor exemplars, which OpenMetrics allows on counters and buckets only. client_golang
 *       writes the exemplar, and Prometheus 2.42 drops the whole scrape for it. Prometheus 3.5 takes it, and could be
 *       known by the {@code escaping=allow-utf-8} of its request; but no strict reader would take the text, and such a
 *       server gets both in protobuf.
 *   <li>An info or a state set whose name, after escaping, is not that of an info or a state set is a gauge, as in the
 *       other formats.
 *   <li>The same happens to a counter or an info if another family has the shorter name. A gauge {@code jobs} beside a
 *       counter {@code jobs_total} is common; client_golang writes both under one name, which OpenMetrics forbids.
 *   <li>A counter, histogram or summary keeps the name of its created samples for itself, even if none are written:
 *       OpenMetrics forbids two families where the samples of one could have a name of the other. So beside a gauge
 *       {@code jobs_created}, the counter {@code jobs_total} is of type {@code unknown}. A histogram or a summary has
 *       no other type, so that one of the two families cannot be written.
 * </ul>
 */
final class OpenMetricsNames implements FamilyName.Rule {
    /** The type of everything that OpenMetrics has no type for. */
    static final String UNKNOWN = "unknown";

    private static final String TOTAL = "_total";
    private static final String INFO = "_info";

    private final EscapingScheme escaping;

    OpenMetricsNames(EscapingScheme escaping) {
        this.escaping = escaping;
    }

    @Override
    public String where() {
        return "in OpenMetrics, ";
    }

    @Override
    public FamilyName name(MetricType type, String name) {
        String written = escaping.metricName(name);
        String metadata = metadata(type, written);
        String shown = type(type, name, written, metadata);
        return new FamilyName(written, metadata, shown, created(type, metadata, shown), !written.equals(name));
    }

    /** The full name where the preferred one is shorter. */
    @Override
    public @Nullable FamilyName fallback(MetricType type, String name) {
        FamilyName first = name(type, name);
        String written = first.samples();
        return first.metadata().equals(written)
                ? null
                : new FamilyName(written, written, lesserType(type), null, first.escaped());
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
        boolean fulfilled =
                switch (type) {
                    case COUNTER, INFO -> !metadata.equals(written);
                    case STATE_SET -> escaping.labelName(name).equals(written);
                    case UNTYPED -> false;
                    default -> true;
                };
        return fulfilled ? type.toString() : lesserType(type);
    }

    private static String lesserType(MetricType type) {
        return type.valueType() == MetricType.GAUGE ? "gauge" : UNKNOWN;
    }

    private static @Nullable String created(MetricType type, String metadata, String shown) {
        return switch (type) {
            case COUNTER, HISTOGRAM, SUMMARY -> shown.equals(UNKNOWN) ? null : metadata + "_created";
            default -> null;
        };
    }
}
