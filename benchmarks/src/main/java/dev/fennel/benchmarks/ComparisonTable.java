package dev.fennel.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Prints comparisons as a table that is legible as text and as Markdown, in ASCII for every console. */
final class ComparisonTable {
    private static final String[] TIME_UNITS = {"ns", "us", "ms", "s"};
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB"};

    private final List<Comparison> comparisons;

    ComparisonTable(List<Comparison> comparisons) {
        this.comparisons = List.copyOf(comparisons);
    }

    /** The table, with a line for each comparison and a column for each library. */
    @Override
    public String toString() {
        List<String> libraries = libraries();
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(libraries));
        for (Comparison comparison : comparisons) {
            rows.add(row(comparison, libraries));
        }
        return layOut(rows);
    }

    /** Our library first, then the others in the order in which they appear. */
    private List<String> libraries() {
        Set<String> names = new LinkedHashSet<>(List.of(Answer.OURS));
        comparisons.forEach(comparison -> comparison.answers().forEach(answer -> names.add(answer.library())));
        return List.copyOf(names);
    }

    private static List<String> header(List<String> libraries) {
        return Stream.of(Stream.of("operation", "threads"), libraries.stream(), Stream.of("best peer", "floor"))
                .flatMap(part -> part)
                .toList();
    }

    private static List<String> row(Comparison comparison, List<String> libraries) {
        List<String> cells = new ArrayList<>();
        cells.add(comparison.operation());
        cells.add(Integer.toString(comparison.threads()));
        for (String library : libraries) {
            cells.add(comparison.by(library).map(ComparisonTable::cost).orElse(""));
        }
        cells.add(comparison.bestPeer().map(peer -> ratio(peer, comparison)).orElse(""));
        cells.add(comparison.floor().map(floor -> ratio(floor, comparison)).orElse(""));
        return cells;
    }

    private static String cost(Answer answer) {
        long percent = Math.round(100 * answer.error() / answer.nanos());
        String error = Double.isNaN(answer.error()) ? "" : " +-" + percent + "%";
        // JMH itself allocates a little, which is a fraction of a byte for each operation.
        double bytes = Math.rint(answer.bytes());
        return scaled(answer.nanos(), TIME_UNITS) + error + ", " + scaled(bytes, BYTE_UNITS);
    }

    /** The time of the other as a multiple of ours. */
    private static String ratio(Answer other, Comparison comparison) {
        return comparison
                .ours()
                .map(ours -> String.format(Locale.ROOT, "%.2fx %s", other.nanos() / ours.nanos(), other.library()))
                .orElse(other.library());
    }

    private static String scaled(double value, String... units) {
        int unit = 0;
        double rest = value;
        while (rest >= 1000 && unit < units.length - 1) {
            rest /= 1000;
            unit++;
        }
        int decimals = rest >= 100 || rest == Math.rint(rest) ? 0 : rest >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", rest, units[unit]);
    }

    private static String layOut(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(rows.get(0).size(), 0));
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i), widths)).append('\n');
            if (i == 0) {
                List<String> rule = widths.stream().map("-"::repeat).toList();
                text.append(line(rule, widths)).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringJoiner line = new StringJoiner(" | ", "| ", " |");
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.add(cell + " ".repeat(widths.get(i) - cell.length()));
        }
        return line.toString();
    }
}
