package dev.fennel.exposition.catalogue;

import dev.fennel.exposition.internal.JsonText;
import dev.fennel.exposition.internal.LegacyNames;
import java.util.ArrayList;
import java.util.List;

/**
 * Expressions in PromQL, as every server since Prometheus 2 reads them. They don't aggregate by labels whose names need
 * quotes there, which only Prometheus 3 reads. Immutable.
 */
final class PromQl {
    private final String matchers;
    private final String window;
    private final List<String> by;

    /**
     * Expressions over some series.
     *
     * @param matchers what every series has to match, such as {@code job="a"}; perhaps empty
     * @param window the range of rates, such as {@code 5m}
     * @param by labels that are always kept
     */
    PromQl(String matchers, String window, List<String> by) {
        this.matchers = matchers;
        this.window = window;
        this.by = by;
    }

    /** The series of a name that match. */
    String series(String name, String... more) {
        List<String> all = new ArrayList<>();
        if (!LegacyNames.isMetricName(name)) {
            all.add("__name__=" + JsonText.quoted(name));
        }
        if (!matchers.isEmpty()) {
            all.add(matchers);
        }
        all.addAll(List.of(more));
        String within = all.isEmpty() ? "" : "{" + String.join(", ", all) + "}";
        return LegacyNames.isMetricName(name) ? name + within : within;
    }

    /** How fast counters grow, added up. */
    String rate(String name, List<String> labels, String... more) {
        return sum(labels) + "(rate(" + series(name, more) + "[" + window + "]))";
    }

    /** Observations per second. */
    String observations(CatalogueEntry entry, List<String> labels) {
        return entry.nativeOnly()
                ? "histogram_count(" + rate(entry.name(), labels) + ")"
                : rate(entry.name() + "_count", labels);
    }

    String mean(CatalogueEntry entry) {
        return rate(entry.name() + "_sum", List.of()) + " / " + rate(entry.name() + "_count", List.of());
    }

    String quantile(double rank, CatalogueEntry entry) {
        String buckets =
                entry.nativeOnly() ? rate(entry.name(), List.of()) : rate(entry.name() + "_bucket", List.of("le"));
        return "histogram_quantile(" + rank + ", " + buckets + ")";
    }

    private String sum(List<String> labels) {
        List<String> kept = new ArrayList<>(by);
        for (String label : labels) {
            if (LegacyNames.isLabelName(label) && !kept.contains(label)) {
                kept.add(label);
            }
        }
        return kept.isEmpty() ? "sum" : "sum by (" + String.join(", ", kept) + ") ";
    }
}
