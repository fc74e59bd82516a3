package dev.fennel.registry;

import dev.fennel.internal.FamilySource;
import dev.fennel.internal.SelfConsistent;
import dev.fennel.model.Collector;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;

/**
 * A collector with what it described when it was registered, and how its metrics are gathered.
 *
 * @param collector the collector
 * @param descs what it described; empty if it is unchecked
 * @param trusted where its family comes from if nothing of it needs a check, or null for a custom collector
 */
record RegisteredCollector(Collector collector, DescSet descs, FamilySource trusted) {
    static RegisteredCollector of(Collector collector, DescSet descs) {
        return new RegisteredCollector(collector, descs, trustedSource(collector, descs));
    }

    /** Trust needs a Desc: only what is described is known not to meet another collector's series. */
    private static FamilySource trustedSource(Collector collector, DescSet descs) {
        if (descs.isEmpty()) {
            return null;
        }
        if (collector instanceof FamilySource source) {
            return source;
        }
        if (collector instanceof SelfConsistent && collector instanceof Metric metric) {
            MetricFamily alone = new MetricFamily(metric.desc(), List.of(metric));
            return () -> alone;
        }
        return null;
    }

    /**
     * The collector for a message. Not its own text, as that would run a user's code.
     *
     * @return its class
     */
    @Override
    public String toString() {
        return "collector " + collector.getClass().getName();
    }
}
