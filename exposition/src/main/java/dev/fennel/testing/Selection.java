package dev.fennel.testing;

import dev.fennel.exposition.internal.Visible;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Selects the metrics that a test examines.
 *
 * @param names the names of the families, empty for all
 * @param others the names of families that are left out
 * @param labels the labels that a series must have, perhaps among others
 */
record Selection(List<String> names, Set<String> others, Labels labels) {
    static final Selection ALL = new Selection(List.of(), Set.of(), Labels.EMPTY);

    Selection named(String... newNames) {
        return new Selection(List.of(newNames), others, labels);
    }

    Selection without(String... newOthers) {
        Set<String> all = new TreeSet<>(others);
        all.addAll(List.of(newOthers));
        return new Selection(names, all, labels);
    }

    Selection withLabels(String... namesAndValues) {
        return new Selection(names, others, labels.plus(Labels.of(namesAndValues)));
    }

    Selection withAnyLabels() {
        return new Selection(names, others, Labels.EMPTY);
    }

    /** Returns the selected families with their selected series. A family without such series is left out. */
    List<MetricFamily> of(List<MetricFamily> families) {
        List<MetricFamily> selected = new ArrayList<>();
        for (MetricFamily family : families) {
            if (!selects(family.name())) {
                continue;
            }
            List<Metric> metrics =
                    family.metrics().stream().filter(this::selects).toList();
            if (!metrics.isEmpty()) {
                selected.add(family.withMetrics(metrics));
            }
        }
        return selected;
    }

    /** Whether a family of this name is selected. */
    boolean selects(String name) {
        return (names.isEmpty() || names.contains(name)) && !others.contains(name);
    }

    private boolean selects(Metric metric) {
        Labels all = metric.labels();
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.value(i).equals(all.get(labels.name(i)))) {
                return false;
            }
        }
        return true;
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Selection that
                && names.equals(that.names)
                && others.equals(that.others)
                && labels.equals(that.labels);
    }

    @Override
    public int hashCode() {
        return Objects.hash(names, others, labels);
    }

    /** Describes the selection for a message, behind a noun. Empty if everything is selected. */
    @Override
    public String toString() {
        String named = names.isEmpty() ? "" : " of " + String.join(", ", names);
        String left = others.isEmpty() ? named : named + " without " + String.join(", ", others);
        return Visible.of(labels.isEmpty() ? left : left + " with " + labels);
    }
}
