package dev.fennel.registry;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import java.util.function.Consumer;

/** The smallest instrument: one trusted series that is its own collector. */
final class FixedGauge implements Metric, Collector {
    private final Desc desc;
    private final double value;

    FixedGauge(Desc desc, double value) {
        this.desc = desc;
        this.value = value;
    }

    static FixedGauge of(String name, double value) {
        return new FixedGauge(Desc.gauge(name, "h"), value);
    }

    @Override
    public Desc desc() {
        return desc;
    }

    @Override
    public Labels labels() {
        return desc.constLabels();
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.gauge(value);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(desc);
        if (out instanceof FamilySink sink) {
            sink.offer(this, FamilySource.of(this));
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(this);
    }
}
