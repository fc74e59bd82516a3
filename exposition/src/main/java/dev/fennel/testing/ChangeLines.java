package dev.fennel.testing;

import dev.fennel.exposition.internal.Visible;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testing.FamilyDiff.Change;
import dev.fennel.testing.FamilyDiff.MissingSeries;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Lists the changes between two states, a line for each, all of them: for a program that compares releases. */
final class ChangeLines {
    private static final Set<String> HEADERS = Set.of("type", "help", "unit");

    private final List<FamilyDiff> diffs;
    private final Map<String, MetricFamily> before;
    private final Map<String, MetricFamily> after;
    private final boolean values;
    private final List<String> lines = new ArrayList<>();

    ChangeLines(GatheredMetrics earlier, GatheredMetrics now, boolean values) {
        this.diffs = Comparison.withMetrics(earlier, now);
        this.before = byName(earlier);
        this.after = byName(now);
        this.values = values;
    }

    private static Map<String, MetricFamily> byName(GatheredMetrics metrics) {
        Map<String, MetricFamily> byName = new HashMap<>();
        metrics.families().forEach(family -> byName.put(family.name(), family));
        return byName;
    }

    List<String> list() {
        for (FamilyDiff diff : diffs) {
            switch (diff.presence()) {
                case MISSING -> add("- ", title(before, diff));
                case UNEXPECTED -> add("+ ", title(after, diff));
                case BOTH -> family(diff);
            }
        }
        return lines;
    }

    private static String title(Map<String, MetricFamily> families, FamilyDiff diff) {
        MetricFamily family = families.get(diff.name());
        return family == null ? diff.name() : family.type() + " " + diff.name();
    }

    private void family(FamilyDiff diff) {
        for (Change change : diff.changes()) {
            boolean header = HEADERS.contains(change.what());
            if (header) {
                changed(diff.name() + ": " + change.what(), change);
            } else if (change.expected().equals(Change.NONE)) {
                add("+ ", change.what());
            } else if (change.actual().equals(Change.NONE)) {
                add("- ", change.what());
            } else if (values) {
                changed(change.what(), change);
            }
        }
        Set<String> oldLabels = labelNames(before, diff);
        Set<String> newLabels = labelNames(after, diff);
        if (!oldLabels.equals(newLabels)) {
            changed(diff.name() + ": labels", new Change("", names(oldLabels), names(newLabels)));
            return;
        }
        for (MissingSeries gone : diff.missing()) {
            add("- ", series(diff, gone.series()));
        }
        for (WrittenSeries added : diff.unexpected()) {
            add("+ ", series(diff, added));
        }
    }

    private static Set<String> labelNames(Map<String, MetricFamily> families, FamilyDiff diff) {
        Set<String> names = new TreeSet<>();
        MetricFamily family = families.get(diff.name());
        if (family != null) {
            for (Metric metric : family.metrics()) {
                names.addAll(metric.labels().names());
            }
        }
        return names;
    }

    private static String names(Set<String> names) {
        return names.isEmpty() ? Change.NONE : String.join(", ", names);
    }

    private static String series(FamilyDiff diff, WrittenSeries series) {
        Labels labels = series.labels();
        return labels.isEmpty() ? diff.name() : diff.name() + labels;
    }

    private void changed(String what, Change change) {
        add("! ", what + " " + change.actual() + ", was " + change.expected());
    }

    private void add(String mark, String text) {
        lines.add(mark + Visible.of(text));
    }
}
