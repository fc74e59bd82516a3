package dev.fennel.testing;

import dev.fennel.testing.FamilyDiff.Presence;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows a person what differs: family by family, what was expected with {@code -}, what was found with {@code +}, and
 * what both sides have with different values side by side. Of long lists it shows the start and the number of the rest.
 */
final class DiffReport {
    static final int MAX_FAMILIES = 20;

    private static final int MAX_ITEMS = 20;

    private final StringBuilder text = new StringBuilder();

    private DiffReport() {}

    /** The report about at least one family. */
    static String of(List<FamilyDiff> diffs) {
        DiffReport report = new DiffReport();
        report.summarise(diffs);
        report.list(diffs, MAX_FAMILIES, "\n\n", "families", report::family);
        return report.text.toString();
    }

    private void summarise(List<FamilyDiff> diffs) {
        text.append("metrics are not as expected: ")
                .append(Counts.join(
                        Counts.of(count(diffs, Presence.MISSING), "family missing", "families missing"),
                        Counts.of(count(diffs, Presence.UNEXPECTED), "family unexpected", "families unexpected"),
                        Counts.of(count(diffs, Presence.BOTH), "family different", "families different")))
                .append(" (- expected, + actual)");
    }

    private static int count(List<FamilyDiff> diffs, Presence presence) {
        return (int) diffs.stream().filter(diff -> diff.presence() == presence).count();
    }

    private void family(FamilyDiff diff) {
        text.append("\n\n").append(Visible.of(diff.name())).append(": ").append(title(diff));
        if (!diff.hint().isEmpty()) {
            text.append(", ").append(Visible.of(diff.hint()));
        }
        ChangeTable.append(diff.changes(), MAX_ITEMS, text);
        list(diff.missing(), MAX_ITEMS, "\n  ", "- series", this::missing);
        list(diff.unexpected(), MAX_ITEMS, "\n  ", "+ series", series -> samples("+", series));
    }

    private static String title(FamilyDiff diff) {
        return switch (diff.presence()) {
            case MISSING -> "missing";
            case UNEXPECTED -> "unexpected";
            case BOTH ->
                Counts.join(
                        Counts.of(diff.changes().size(), "difference", "differences"),
                        Counts.of(diff.missing().size(), "series missing", "series missing"),
                        Counts.of(diff.unexpected().size(), "series unexpected", "series unexpected"),
                        Counts.of(diff.same(), "series as expected", "series as expected"));
        };
    }

    private void missing(MissingSeries missing) {
        samples("-", missing.series());
        if (!missing.hint().isEmpty()) {
            text.append("\n      ").append(Visible.of(missing.hint()));
        }
    }

    private void samples(String mark, WrittenSeries series) {
        String line = "\n  " + mark + ' ';
        list(series.samples(), MAX_ITEMS, "\n  ", mark + " lines of this series", sample -> text.append(line)
                .append(Visible.of(sample.toString())));
    }

    /** Appends the first items, and behind the separator how many more there are. */
    private <T> void list(List<T> items, int limit, String separator, String what, Consumer<T> appender) {
        items.stream().limit(limit).forEach(appender);
        if (items.size() > limit) {
            text.append(separator)
                    .append("... ")
                    .append(items.size() - limit)
                    .append(" more ")
                    .append(what);
        }
    }
}
