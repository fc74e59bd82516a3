package dev.fennel.registry;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import java.util.function.Consumer;

/** A metric as a user writes one, with nothing about it sure. */
record UserMetric(Desc desc, Labels labels, long timestampMillis, Consumer<MetricVisitor> value) implements Metric {
    UserMetric(Desc desc, Labels labels, Consumer<MetricVisitor> value) {
        this(desc, labels, NO_TIMESTAMP, value);
    }

    @Override
    public void write(MetricVisitor visitor) {
        value.accept(visitor);
    }
}
