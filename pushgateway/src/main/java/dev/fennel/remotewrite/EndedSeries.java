package dev.fennel.remotewrite;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the series that were in one gather and are not in a later one.
 *
 * <p>A registry hands out the same family again as long as its series are the same, so nearly all families are compared
 * by a glance. Labels are looked up in a tree, because strangers may choose them, and so may choose equal hashes.
 *
 * <p>A metric with a timestamp never ends: a server that scrapes it does not mark its end either.
 */
final class EndedSeries {
    private static final Comparator<Labels> ORDER = EndedSeries::compare;

    private EndedSeries() {}

    /** The metrics of the earlier gather that are not in the later one, in families. */
    static List<MetricFamily> between(List<MetricFamily> earlier, List<MetricFamily> later) {
        Map<String, MetricFamily> laterByName = new HashMap<>();
        for (MetricFamily family : later) {
            laterByName.put(family.name(), family);
        }
        List<MetricFamily> ended = new ArrayList<>();
        for (MetricFamily family : earlier) {
            MetricFamily next = laterByName.get(family.name());
            if (next == family) {
                continue;
            }
            Set<Labels> living = new TreeSet<>(ORDER);
            if (next != null && next.type() == family.type()) {
                next.metrics().forEach(metric -> living.add(metric.labels()));
            }
            List<Metric> gone = family.metrics().stream()
                    .filter(metric -> metric.timestampMillis() == Metric.NO_TIMESTAMP)
                    .filter(metric -> !living.contains(metric.labels()))
                    .toList();
            if (!gone.isEmpty()) {
                ended.add(family.withMetrics(gone));
            }
        }
        return ended;
    }

    private static int compare(Labels a, Labels b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = a.value(i).compareTo(b.value(i));
            order = order != 0 ? order : a.name(i).compareTo(b.name(i));
        }
        return order;
    }
}
