package dev.fennel.testing;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * Which metrics are looked at.
 *
 * @param names the names of the families, empty for all
 * @param labels pairs that a series has to have, perhaps among others
 */
record Selection(List<String> names, Labels labels) {
    static final Selection ALL = new Selection(List.of(), Labels.EMPTY);

    /** The families of the given ones that are selected, with the series that are, none without any. */
    List<MetricFamily> of(List<MetricFamily> families) {
        List<MetricFamily> selected = new ArrayList<>();
        for (MetricFamily family : families) {
            if (!names.isEmpty() && !names.contains(family.name())) {
                continue;
            }
            List<Metric> metrics = family.metrics().stream().filter(this::selects).toList();
            if (!metrics.isEmpty()) {
                selected.add(new MetricFamily(family.type(), family.name(), family.help(), family.unit(), metrics));
            }
        }
        return selected;
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

    /** What is selected, to stand behind a noun; empty for everything. */
    @Override
    public String toString() {
        String named = names.isEmpty() ? "" : " of " + String.join(", ", names);
        return labels.isEmpty() ? named : named + " with " + labels;
    }
}
