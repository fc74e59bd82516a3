package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Adds labels to all metrics of a gatherer. What has come as the same object before comes out as the same object again,
 * so that encoders find the label blocks that they have made of it: a scrape in which no series was born or died costs
 * what it costs without the labels.
 */
final class LabelledGatherer implements Gatherer {
    private final Gatherer inner;
    private final Labels labels;

    /** The last result. Gathers race to write it, which is harmless: each checks that it is current. */
    private volatile Labelled last =
            new Labelled(GatherResult.UNREPORTED, new IdentityHashMap<>(), GatherResult.UNREPORTED);

    LabelledGatherer(Gatherer inner, Labels labels) {
        this.inner = inner;
        this.labels = labels;
    }

    @Override
    public GatherResult gather() {
        return gather(Registry.TIME_LIMIT);
    }

    @Override
    public GatherResult gather(Duration timeLimit) {
        GatherResult plain = GatherResult.of(inner, timeLimit);
        Labelled known = last;
        if (known.plain() == plain) {
            return known.result();
        }
        try {
            Labelled labelled = label(plain, known);
            last = labelled;
            return labelled.result();
        } catch (Throwable thrown) {
            plain.done();
            throw thrown;
        }
    }

    private Labelled label(GatherResult plain, Labelled known) {
        IdentityHashMap<MetricFamily, MetricFamily> byPlain = new IdentityHashMap<>();
        List<MetricFamily> families = new ArrayList<>(plain.families().size());
        List<GatherError> errors = new ArrayList<>(plain.errors());
        for (MetricFamily family : plain.families()) {
            MetricFamily labelled = known.byPlain().get(family);
            if (labelled == null) {
                int before = errors.size();
                labelled = label(family, errors);
                if (errors.size() > before) { // it is to be reported again
                    addUnlessEmpty(labelled, families);
                    continue;
                }
            }
            byPlain.put(family, labelled);
            addUnlessEmpty(labelled, families);
        }
        return new Labelled(plain, byPlain, new GatherResult(families, errors, plain.whenDone()));
    }

    private static void addUnlessEmpty(MetricFamily family, List<MetricFamily> families) {
        if (!family.metrics().isEmpty()) {
            families.add(family);
        }
    }

    /** A label that any metric of the family has is added to none of them, or two could become the same. */
    private MetricFamily label(MetricFamily family, List<GatherError> errors) {
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
        return new MetricFamily(family.type(), family.name(), family.help(), family.unit(), sorted);
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

    /**
     * A result before and after the labels were added.
     *
     * @param plain what came from within
     * @param byPlain the families with the labels, by those that came from within
     * @param result what this gatherer returns for it
     */
    private record Labelled(
            GatherResult plain, IdentityHashMap<MetricFamily, MetricFamily> byPlain, GatherResult result) {}
}
