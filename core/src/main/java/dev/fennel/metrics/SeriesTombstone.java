package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricVisitor;

/** Stands in a {@link SeriesTable} where a series was deleted. Its label values are null, which equal no one's. */
final class SeriesTombstone extends Instrument {
    private final Desc desc;

    SeriesTombstone(Desc desc) {
        super(new String[desc.variableLabels().size()]);
        this.desc = desc;
    }

    @Override
    public Desc desc() {
        return desc;
    }

    @Override
    public void write(MetricVisitor visitor) {
        throw new IllegalStateException(quoted() + ": a deleted series was collected");
    }
}
