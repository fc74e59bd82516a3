package dev.fennel.benchmarks.answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * Prints comparisons as a table that is legible as text and as Markdown, in ASCII for every console. Each figure is the
 * cost of one operation: with the error and the allocated bytes, where these are known.
 */
public final class ComparisonTable {
    private final List<Comparison> comparisons;

    /**
     * A table.
     *
     * @param comparisons the lines
     */
    public ComparisonTable(List<Comparison> comparisons) {
        this.comparisons = List.copyOf(comparisons);
    }

    /**
     * The table, with a line for each comparison and a column for each library. The last columns say how many times as
     * much as ours the best peer and the floor cost.
     */
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

    /** Our library first, then its peers in the order in which they appear. */
    private List<String> libraries() {
        Set<String> names = new LinkedHashSet<>(List.of(Answer.OURS));
        comparisons.stream()
                .flatMap(comparison -> comparison.answers().stream())
                .filter(Answer::peer)
                .forEach(answer -> names.add(answer.library()));
        return List.copyOf(names);
    }

    private static List<String> header(List<String> libraries) {
        return Stream.of(Stream.of("operation", "threads"), libraries.stream(), Stream.of("best peer", "floor"))
                .flatMap(part -> part)
                .toList();
    }

    private static List<String> row(Comparison comparison, List<String> libraries) {
        Unit unit = comparison.unit();
        List<String> cells = new ArrayList<>();
        cells.add(comparison.operation());
        cells.add(Integer.toString(comparison.threads()));
        for (String library : libraries) {
            cells.add(comparison.by(library).map(answer -> cost(answer, unit)).orElse(""));
        }
        cells.add(comparison.bestPeer().map(peer -> multiple(peer, comparison)).orElse(""));
        cells.add(comparison
                .floor()
                .map(floor -> multiple(floor, comparison) + " (" + cost(floor, unit) + ')')
                .orElse(""));
        return cells;
    }

    private static String cost(Answer answer, Unit unit) {
        StringBuilder text = new StringBuilder(unit.print(answer.value()));
        if (!Double.isNaN(answer.error())) {
            text.append(" +-")
                    .append(Math.round(100 * answer.error() / answer.value()))
                    .append('%');
        }
        if (!Double.isNaN(answer.allocated())) {
            // JMH itself allocates a little, which is a fraction of a byte for each operation.
            text.append(", ").append(Unit.BYTES.print(Math.rint(answer.allocated())));
        }
        return text.toString();
    }

    /** The cost of another as a multiple of ours. */
    private static String multiple(Answer other, Comparison comparison) {
        return comparison
                .ours()
                .map(ours -> String.format(Locale.ROOT, "%.2fx %s", other.value() / ours.value(), other.library()))
                .orElse(other.library());
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
