package dev.fennel.metrics;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.util.function.Function;

/**
 * Builds the instruments that have no options of their own: gauges, functions, infos and state sets.
 *
 * @param <M> what is built
 */
public final class InstrumentBuilder<M extends Collector> extends MetricBuilder<M, InstrumentBuilder<M>> {
    private final Function<Desc, M> constructor;

    InstrumentBuilder(Function<Desc, M> constructor, MetricType type, String name, String help, String... labelNames) {
        super(type, name, help, labelNames);
        this.constructor = constructor;
    }

    @Override
    public M build() {
        return constructor.apply(desc());
    }

    @Override
    InstrumentBuilder<M> self() {
        return this;
    }
}
