package dev.fennel.registry;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** One merge of the results of several gatherers; used by one thread. */
final class GatherMerge {
    private final Set<MetricFamily> intact = Collections.newSetFromMap(new IdentityHashMap<>());
    private final FamilyMerger families = new FamilyMerger(new LinkedHashMap<>());
    private final List<GatherError> errors = new ArrayList<>();

    /**
     * Starts a merge.
     *
     * @param intact families that are known to be sorted and without faults, since an earlier merge brought them out
     */
    GatherMerge(Collection<MetricFamily> intact) {
        this.intact.addAll(intact);
    }

    GatherResult merge(GatherResult[] parts) {
        for (int i = 0; i < parts.length; i++) {
            String source = "gatherer #" + (i + 1);
            for (GatherError error : parts[i].errors()) {
                errors.add(new GatherError(source + ": " + error.message(), error.cause()));
            }
            for (MetricFamily family : parts[i].families()) {
                add(family, source);
            }
        }
        return new GatherResult(families.build(errors), errors);
    }

    private void add(MetricFamily family, String source) {
        if (family.metrics().isEmpty()) {
            return;
        }
        try {
            if (!families.isKnown(family.name()) && (intact.contains(family) || isIntact(family, source))) {
                families.adopt(family);
                return;
            }
            FamilyBuilder builder = families.familyFor(family.type(), family.name(), family.help(), family.unit());
            for (Metric metric : family.metrics()) {
                add(metric, family, builder, source);
            }
        } catch (MetricFault fault) {
            errors.add(GatherError.of(source + ": " + family.quoted(), fault));
        }
    }

    private void add(Metric metric, MetricFamily family, FamilyBuilder builder, String source) {
        try {
            builder.add(checked(metric, family, source));
        } catch (Throwable thrown) {
            errors.add(GatherError.of(source + ": metric of " + family.quoted(), thrown));
        }
    }

    /** Whether all metrics of a family pass their checks and are in order, which leaves no room for duplicates. */
    private static boolean isIntact(MetricFamily family, String source) {
        try {
            Comparator<Series> order = SeriesOrder.of(family.type());
            Series last = null;
            for (Metric metric : family.metrics()) {
                Series series = checked(metric, family, source);
                if (last != null && order.compare(last, series) >= 0) {
                    return false;
                }
                last = series;
            }
            return true;
        } catch (Throwable thrown) {
            GatherError.throwIfFatal(thrown);
            return false; // and is found again, and reported, when the metrics are added one by one
        }
    }

    private static Series checked(Metric metric, MetricFamily family, String source) {
        Series series = Series.of(metric, source);
        if (series.desc().type() != family.type()) {
            throw new MetricFault("got type " + series.desc().type() + ", expected " + family.type());
        }
        SeriesCheck.checkReservedLabels(series);
        return series;
    }
}
