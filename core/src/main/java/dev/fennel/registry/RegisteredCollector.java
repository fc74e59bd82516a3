package dev.fennel.registry;

import dev.fennel.internal.FamilySource;
import dev.fennel.internal.SelfConsistent;
import dev.fennel.model.Collector;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * A collector with what it described when it was registered, and how its metrics are gathered.
 *
 * @param collector the collector
 * @param descs what it described; empty if it is unchecked
 * @param trusted where its families come from if nothing of it needs a check; empty for a custom collector
 */
record RegisteredCollector(Collector collector, DescSet descs, List<FamilySource> trusted) {
    static RegisteredCollector of(Collector collector, DescSet descs) {
        // Trust needs a Desc: only what is described is known not to meet another collector's series.
        return new RegisteredCollector(collector, descs, descs.isEmpty() ? List.of() : trustedSources(collector));
    }

    private static List<FamilySource> trustedSources(Collector collector) {
        if (collector instanceof WrappedCollector wrapped) {
            List<FamilySource> sources = new ArrayList<>(trustedSources(wrapped.inner()));
            sources.replaceAll(inner -> new WrappedMetric.Family(inner, wrapped.wrapping()));
            return sources;
        }
        if (collector instanceof FamilySource source) {
            List<FamilySource> sources = new ArrayList<>(List.of(source));
            source.companions().forEach(companion -> sources.add(alone(companion)));
            return sources;
        }
        return collector instanceof SelfConsistent && collector instanceof Metric metric
                ? List.of(alone(metric))
                : List.of();
    }

    private static FamilySource alone(Metric metric) {
        MetricFamily family = new MetricFamily(metric.desc(), List.of(metric));
        return () -> family;
    }

    /**
     * The collector for a message. Not its own text, as that would run a user's code.
     *
     * @return the class of the collector that does the work
     */
    @Override
    public String toString() {
        return "collector " + WrappedCollector.innermost(collector).getClass().getName();
    }
}
