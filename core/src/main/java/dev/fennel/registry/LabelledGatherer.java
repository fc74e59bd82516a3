package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds labels to all metrics of another gatherer. */
final class LabelledGatherer extends MappedGatherer {
    private final Labels labels;

    LabelledGatherer(Gatherer source, Labels labels) {
        super(source);
        this.labels = labels;
    }

    /** A label that any metric of the family has is added to none of them, or two could become the same. */
    @Override
    MetricFamily map(MetricFamily family, List<GatherError> errors) {
        Set<List<String>> shapes = new HashSet<>();
        Set<String> taken = new HashSet<>();
        List<Series> all = new ArrayList<>(family.metrics().size());
        Desc lastDesc = null;
        Labels lastLabels = null;
        for (Metric metric : family.metrics()) {
            try {
                Series series = Series.of(metric, "");
                all.add(series);
                if (series.desc() != lastDesc) {
                    lastDesc = series.desc();
                    taken.addAll(lastDesc.variableLabels());
                    taken.addAll(lastDesc.constLabels().names());
                }
                if (lastLabels == null
                        || !lastLabels.names().equals(series.labels().names())) {
                    lastLabels = series.labels();
                    shapes.add(lastLabels.names());
                    taken.addAll(lastLabels.names());
                }
            } catch (Throwable thrown) {
                errors.add(GatherError.of("metric of " + family.quoted(), thrown));
            }
        }
        Wrapping wrapping = Wrapping.ofLabels(without(taken));
        if (shapes.size() <= 1 && all.size() == family.metrics().size()) {
            return WrappedMetric.Family.wrap(family, wrapping);
        }
        List<Metric> sorted = all.stream()
                .map(series -> series.wrapped(wrapping))
                .sorted(SeriesOrder.of(family.type()))
                .map(Series::metric)
                .toList();
        return family.withMetrics(sorted);
    }

    private Labels without(Set<String> taken) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (!taken.contains(labels.name(i))) {
                rest.add(labels.name(i));
                rest.add(labels.value(i));
            }
        }
        return Labels.of(rest.toArray(String[]::new));
    }
}
