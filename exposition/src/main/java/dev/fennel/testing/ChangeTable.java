package dev.fennel.testing;

import java.util.List;

/**
 * Shows changed values side by side, in columns; those too long for a column one above the other, with a mark below
 * the first character that differs.
 */
final class ChangeTable {
    /** Room for any number. */
    private static final int COLUMN = 24;

    private ChangeTable() {}

    /** Appends the first changes, and how many more there are. */
    static void append(List<Change> changes, int limit, StringBuilder out) {
        List<Change> shown = changes.size() > limit ? changes.subList(0, limit) : changes;
        List<Change> narrow = shown.stream().filter(ChangeTable::isNarrow).toList();
        int what = narrow.stream().mapToInt(change -> change.what().length()).max().orElse(0);
        int expected = narrow.stream().mapToInt(change -> change.expected().length()).max().orElse(0);
        for (Change change : shown) {
            if (isNarrow(change)) {
                out.append("\n  ").append(padded(change.what(), what))
                        .append("  - ").append(padded(change.expected(), expected))
                        .append("  + ").append(change.actual());
            } else {
                appendWide(change, out);
            }
        }
        if (changes.size() > limit) {
            out.append("\n  ... ").append(changes.size() - limit).append(" more differences");
        }
    }

    private static boolean isNarrow(Change change) {
        return change.expected().length() <= COLUMN && change.actual().length() <= COLUMN;
    }

    private static void appendWide(Change change, StringBuilder out) {
        out.append("\n  ").append(change.what())
                .append("\n    - ").append(change.expected())
                .append("\n    + ").append(change.actual())
                .append("\n      ").append(" ".repeat(firstDifference(change))).append('^');
    }

    private static int firstDifference(Change change) {
        String expected = change.expected();
        String actual = change.actual();
        int i = 0;
        while (i < expected.length() && i < actual.length() && expected.charAt(i) == actual.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
