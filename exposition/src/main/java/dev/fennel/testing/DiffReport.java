package dev.fennel.testing;

import dev.fennel.exposition.internal.Visible;
import dev.fennel.testing.FamilyDiff.MissingSeries;
import dev.fennel.testing.FamilyDiff.Presence;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows differences to a person, family by family. What was expected is marked with {@code -}, what was found with
 * {@code +}, and different values of the same thing stand side by side. Of a long list it shows the first items and the
 * number of the others.
 */
final class DiffReport {
    static final int MAX_FAMILIES = 20;

    private static final int MAX_ITEMS = 20;

    private final StringBuilder text = new StringBuilder();

    private DiffReport() {}

    /** Returns a report about one or more families. */
    static String of(List<FamilyDiff> diffs) {
        DiffReport report = new DiffReport();
        report.summarise(diffs);
        report.list(diffs, MAX_FAMILIES, "\n\n", "families", report::family);
        return report.text.toString();
    }

    private void summarise(List<FamilyDiff> diffs) {
        text.append("metrics are not as expected: ")
                .append(joined(
                        counted(count(diffs, Presence.MISSING), "family missing", "families missing"),
                        counted(count(diffs, Presence.UNEXPECTED), "family unexpected", "families unexpected"),
                        counted(count(diffs, Presence.BOTH), "family different", "families different")))
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
                joined(
                        counted(diff.changes().size(), "difference", "differences"),
                        counted(diff.missing().size(), "series missing", "series missing"),
                        counted(diff.unexpected().size(), "series unexpected", "series unexpected"),
                        counted(diff.same(), "series as expected", "series as expected"));
        };
    }

    /** A number with its noun, empty for zero. */
    private static String counted(int count, String one, String many) {
        return count == 0 ? "" : count + " " + (count == 1 ? one : many);
    }

    /** Counts with commas between them, without those that are zero. */
    private static String joined(String... counts) {
        return Arrays.stream(counts).filter(count -> !count.isEmpty()).collect(Collectors.joining(", "));
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

    /** Appends the first items, and if there are more, the separator and their number. */
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
