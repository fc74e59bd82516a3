package dev.fennel.registry;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Adds series to a family, which starts with the ones of a sorted family that need no check, or with none. */
final class FamilyBuilder {
    private final MetricFamily base;
    private final List<Series> added = new ArrayList<>();

    FamilyBuilder(MetricFamily base) {
        this.base = base;
    }

    MetricType type() {
        return base.type();
    }

    void checkFits(MetricType type, String help, String unit) {
        MetricFault.throwIf(Dimensions.difference(type, help, unit, base.type(), base.help(), base.unit()));
    }

    void add(Series series) {
        added.add(series);
    }

    /**
     * Builds the family, sorted. Of duplicates the first stays.
     *
     * @param errors takes one for each duplicate
     * @return the family; the very one it started with if nothing was added
     */
    MetricFamily build(List<GatherError> errors) {
        if (added.isEmpty()) {
            return base;
        }
        List<Series> all = new ArrayList<>(base.metrics().size() + added.size());
        for (Metric metric : base.metrics()) {
            all.add(Series.of(metric, base.name()));
        }
        all.addAll(added);
        Comparator<Series> order = SeriesOrder.of(type());
        all.sort(order); // stable, so that the first of duplicates stays first
        List<Metric> metrics = withoutDuplicates(all, order, errors);
        return metrics.size() == base.metrics().size()
                ? base
                : new MetricFamily(base.type(), base.name(), base.help(), base.unit(), metrics);
    }

    private static List<Metric> withoutDuplicates(
            List<Series> sorted, Comparator<Series> order, List<GatherError> errors) {
        List<Metric> metrics = new ArrayList<>(sorted.size());
        Series last = null;
        for (Series series : sorted) {
            if (last != null && order.compare(last, series) == 0) {
                errors.add(new GatherError(
                        series.source() + ": " + series + ": collected before with the same name and labels"));
            } else {
                metrics.add(series.metric());
                last = series;
            }
        }
        return metrics;
    }
}
