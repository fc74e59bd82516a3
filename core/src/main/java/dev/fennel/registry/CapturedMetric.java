package dev.fennel.registry;

import dev.fennel.internal.SelfConsistent;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import java.util.function.Consumer;

/**
 * A metric of a user's own, as it was when it was gathered. Immutable.
 *
 * @param desc its Desc
 * @param labels its labels
 * @param timestampMillis its timestamp, or {@link Metric#NO_TIMESTAMP}
 * @param value hands the value to a visitor
 */
record CapturedMetric(Desc desc, Labels labels, long timestampMillis, Consumer<MetricVisitor> value)
        implements Metric, SelfConsistent {
    @Override
    public void write(MetricVisitor visitor) {
        value.accept(visitor);
    }
}
