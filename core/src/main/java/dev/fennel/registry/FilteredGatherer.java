package dev.fennel.registry;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gathers less than another gatherer does. */
final class FilteredGatherer extends MappedGatherer {
    /** Returns a family or a {@link #part} of it; runs a user's code. */
    private final UnaryOperator<MetricFamily> filter;

    FilteredGatherer(Gatherer source, UnaryOperator<MetricFamily> filter) {
        super(source);
        this.filter = filter;
    }

    /** A family with some of its metrics, which is the same if it is all of them. */
    static MetricFamily part(MetricFamily family, List<Metric> kept) {
        return kept.size() == family.metrics().size() ? family : family.withMetrics(kept);
    }

    /** Leaves the family out if the filter fails. */
    @Override
    MetricFamily map(MetricFamily family, List<GatherError> errors) {
        try {
            return filter.apply(family);
        } catch (Throwable thrown) {
            errors.add(GatherError.of(family.quoted(), thrown));
            return part(family, List.of());
        }
    }
}
