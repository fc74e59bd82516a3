package dev.fennel.exposition.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.JsonText;
import dev.fennel.exposition.internal.LegacyNames;
import dev.fennel.exposition.internal.NumberPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Expressions in PromQL, as every server since Prometheus 2 reads them, and for what it has stored: names with all
 * characters or, before Prometheus 3, with underscores in place of some, and classic or native buckets, of which a
 * server may leave out either. They don't aggregate by labels whose names need quotes there, which only Prometheus 3
 * reads. Immutable.
 */
final class PromQl {
    /** Words that the language does not take for the name of a metric, in any case. */
    private static final Set<String> NO_METRICS =
            Set.of("atan2", "bool", "group_left", "group_right", "ignoring", "inf", "nan", "on");

    /** Words that it does not take for a label to aggregate by. */
    private static final Set<String> NO_LABELS = Set.of("inf", "nan", "without");

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
        boolean plain = LegacyNames.isMetricName(name) && !NO_METRICS.contains(name.toLowerCase(Locale.ROOT));
        if (!plain) {
            all.add("__name__" + anyOf(name, EscapingScheme.UNDERSCORES.metricName(name)));
        }
        if (!matchers.isEmpty()) {
            all.add(matchers);
        }
        all.addAll(List.of(more));
        String within = all.isEmpty() ? "" : "{" + String.join(", ", all) + "}";
        return plain ? name + within : within;
    }

    /** The end of a matcher for either of two values, which may be the same. */
    private static String anyOf(String one, String other) {
        return one.equals(other)
                ? "=" + JsonText.quoted(one)
                : "=~" + JsonText.quoted(literally(one) + "|" + literally(other));
    }

    /** A regular expression for a text. */
    private static String literally(String text) {
        return text.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
    }

    /** How fast counters grow, added up. */
    String rate(String name, List<String> labels, String... more) {
        return sum(labels) + "(rate(" + series(name, more) + "[" + window + "]))";
    }

    /** Observations per second. */
    String observations(CatalogueEntry entry, List<String> labels) {
        return ofBuckets(
                entry, "histogram_count(" + rate(entry.name(), labels) + ")", rate(entry.name() + "_count", labels));
    }

    String mean(CatalogueEntry entry) {
        return rate(entry.name() + "_sum", List.of()) + " / " + rate(entry.name() + "_count", List.of());
    }

    String quantile(double rank, CatalogueEntry entry) {
        String start = "histogram_quantile(" + rank + ", ";
        return ofBuckets(
                entry,
                start + rate(entry.name(), List.of()) + ")",
                start + rate(entry.name() + "_bucket", List.of("le")) + ")");
    }

    /** The share of observations above a bound, which is that of a classic bucket if there are any. */
    String shareAbove(double bound, CatalogueEntry entry) {
        String le = "le" + anyOf(printed(bound, new NumberPrinter()), printed(bound, NumberPrinter.openMetrics()));
        return ofBuckets(
                entry,
                "1 - histogram_fraction(-Inf, " + bound + ", " + rate(entry.name(), List.of()) + ")",
                "1 - " + rate(entry.name() + "_bucket", List.of(), le) + " / "
                        + rate(entry.name() + "_count", List.of()));
    }

    /** What fits the buckets of a histogram, or both, as a server that takes native buckets takes no classic ones. */
    private static String ofBuckets(CatalogueEntry entry, String natives, String classic) {
        if (!entry.nativeBuckets()) {
            return classic;
        }
        return entry.bounds().isEmpty() ? natives : natives + " or " + classic;
    }

    /** A number as a page has it. */
    private static String printed(double value, NumberPrinter printer) {
        ByteBuf out = new ByteBuf(NumberPrinter.ROOM);
        printer.print(value, out);
        return new String(out.toByteArray(), UTF_8);
    }

    private String sum(List<String> labels) {
        List<String> kept = new ArrayList<>(by);
        for (String label : labels) {
            if (LegacyNames.isLabelName(label)
                    && !NO_LABELS.contains(label.toLowerCase(Locale.ROOT))
                    && !kept.contains(label)) {
                kept.add(label);
            }
        }
        return kept.isEmpty() ? "sum" : "sum by (" + String.join(", ", kept) + ") ";
    }
}
