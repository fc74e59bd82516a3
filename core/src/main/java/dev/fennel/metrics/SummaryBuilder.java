package dev.fennel.metrics;

import dev.fennel.model.Collector;
import dev.fennel.model.MetricType;
import java.util.function.Function;

/**
 * Builds summaries, alone or as a Vec.
 *
 * @param <M> what is built
 */
public final class SummaryBuilder<M extends Collector> extends MetricBuilder<M, SummaryBuilder<M>> {
    private final Function<SummaryLayout, M> constructor;

    SummaryBuilder(Function<SummaryLayout, M> constructor, String name, String help, String... labelNames) {
        super(MetricType.SUMMARY, name, help, labelNames);
        this.constructor = constructor;
    }

    @Override
    public M build() {
        return constructor.apply(new SummaryLayout(desc()));
    }

    @Override
    SummaryBuilder<M> self() {
        return this;
    }
}
