package dev.fennel.registry;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps series that are there twice, with the same name, labels and timestamp, out of a family: the first stays. */
final class DuplicateSeries {
    private DuplicateSeries() {}

    /**
     * Adds series to a family, sorted, and without those that it has already or that come twice.
     *
     * @param family a family without duplicates, perhaps without any series
     * @param added further series of its name, in any order
     * @param errors takes one for each duplicate
     * @return the family with all series; the very same object if it gets no more
     */
    static MetricFamily addWithout(MetricFamily family, List<Series> added, List<GatherError> errors) {
        if (added.isEmpty()) {
            return family;
        }
        List<Series> all = new ArrayList<>(family.metrics().size() + added.size());
        for (Metric metric : family.metrics()) {
            all.add(Series.of(metric, family.name()));
        }
        all.addAll(added);
        Comparator<Series> order = SeriesOrder.of(family.type());
        all.sort(order); // stable, so that the first of duplicates stays first
        List<Metric> metrics = withoutDuplicates(all, order, errors);
        return metrics.size() == family.metrics().size() ? family : family.withMetrics(metrics);
    }

    private static List<Metric> withoutDuplicates(
            List<Series> sorted, Comparator<Series> order, List<GatherError> errors) {
        List<Metric> metrics = new ArrayList<>(sorted.size());
        Series last = null;
        for (Series series : sorted) {
            if (last != null && order.compare(last, series) == 0) {
                errors.add(new GatherError(series.withSource() + ": collected before with the same name and labels"));
            } else {
                metrics.add(series.metric());
                last = series;
            }
        }
        return metrics;
    }
}
