package dev.fennel.registry;

import dev.fennel.internal.SelfConsistent;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;

/**
 * A metric under a longer name or with more labels. Its value, and whatever it throws, is that of the metric within.
 *
 * <p>A metric without a Desc or labels stays one, so that the registry finds the fault that it looks for anyway.
 */
class WrappedMetric implements Metric {
    private final Metric inner;
    private final Wrapping wrapping;

    /** The wrapped Desc where many metrics share it, or null to wrap that of the metric when it is asked for. */
    private final Desc desc;

    WrappedMetric(Metric inner, Wrapping wrapping, Desc desc) {
        this.inner = inner;
        this.wrapping = wrapping;
        this.desc = desc;
    }

    @Override
    public final Desc desc() {
        if (desc != null) {
            return desc;
        }
        Desc plain = inner.desc();
        return plain == null ? null : wrapping.wrap(plain);
    }

    @Override
    public final Labels labels() {
        Labels plain = inner.labels();
        return plain == null ? null : wrapping.wrap(plain, inner.desc());
    }

    @Override
    public final void write(MetricVisitor visitor) {
        inner.write(visitor);
    }

    @Override
    public final long timestampMillis() {
        return inner.timestampMillis();
    }

    /** The wrapped form of a metric of the library's own, whose value needs no check. */
    static final class Consistent extends WrappedMetric implements SelfConsistent {
        Consistent(Metric inner, Wrapping wrapping, Desc desc) {
            super(inner, wrapping, desc);
        }
    }
}
