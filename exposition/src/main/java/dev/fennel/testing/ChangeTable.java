package dev.fennel.testing;

import dev.fennel.exposition.internal.Visible;
import dev.fennel.testing.FamilyDiff.Change;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Shows changed values side by side, in columns. Values that are too long for a column stand one above the other, with
 * a mark below the first character that differs.
 */
final class ChangeTable {
    /** The width up to which values stand side by side. Any number fits. */
    private static final int COLUMN = 24;

    private ChangeTable() {}

    /** Appends the first changes, and if there are more, their number. */
    static void append(List<Change> changes, int limit, StringBuilder out) {
        List<Change> shown = changes.stream().limit(limit).map(Change::visible).toList();
        List<Change> narrow = shown.stream().filter(ChangeTable::isNarrow).toList();
        int what = width(narrow, Change::what);
        int expected = width(narrow, Change::expected);
        for (Change change : shown) {
            if (isNarrow(change)) {
                out.append("\n  ")
                        .append(padded(change.what(), what))
                        .append("  - ")
                        .append(padded(change.expected(), expected))
                        .append("  + ")
                        .append(change.actual());
            } else {
                appendWide(change, out);
            }
        }
        if (changes.size() > limit) {
            out.append("\n  ... ").append(changes.size() - limit).append(" more differences");
        }
    }

    private static boolean isNarrow(Change change) {
        return Visible.width(change.expected()) <= COLUMN && Visible.width(change.actual()) <= COLUMN;
    }

    private static int width(List<Change> changes, Function<Change, String> column) {
        return changes.stream().map(column).mapToInt(Visible::width).max().orElse(0);
    }

    private static void appendWide(Change change, StringBuilder out) {
        out.append("\n  ")
                .append(change.what())
                .append("\n    - ")
                .append(change.expected())
                .append("\n    + ")
                .append(change.actual())
                .append("\n      ")
                .append(" ".repeat(firstDifference(change)))
                .append('^');
    }

    private static int firstDifference(Change change) {
        return Arrays.mismatch(
                change.expected().codePoints().toArray(),
                change.actual().codePoints().toArray());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - Visible.width(text));
    }
}
