package dev.fennel.pushgateway;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.util.List;

/** Gatherers for tests to push from. */
final class Gathered {
    private Gathered() {}

    /** A gauge {@code room} with value 1.5, written as {@link #ROOM_TEXT}. */
    static final Gatherer ROOM = families(family(ConstMetric.of(Desc.gauge("room", "Degrees."), 1.5)));

    static final String ROOM_TEXT = "# HELP room Degrees.\n# TYPE room gauge\nroom 1.5\n";

    static Gatherer families(MetricFamily... families) {
        return () -> new GatherResult(List.of(families), List.of());
    }

    /** A gatherer that brings one metric beside its errors. */
    static Gatherer errors(GatherError... errors) {
        ConstMetric rest = ConstMetric.of(Desc.gauge("rest", "What could be gathered."), 1);
        return () -> new GatherResult(List.of(family(rest)), List.of(errors));
    }

    static MetricFamily family(Metric... metrics) {
        return new MetricFamily(metrics[0].desc(), List.of(metrics));
    }

    /** A gauge with one label, in as many series as there are values. */
    static Gatherer gauge(String name, double value, String label, String... labelValues) {
        Desc desc = Desc.gauge(name, "Help.", label);
        Metric[] metrics = new Metric[labelValues.length];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = ConstMetric.of(desc, value, labelValues[i]);
        }
        return families(family(metrics));
    }
}
