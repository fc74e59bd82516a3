package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;

/**
 * Builds counters, alone or as a Vec.
 *
 * @param <M> what is built
 */
public final class CounterBuilder<M extends Collector> extends MetricBuilder<M, CounterBuilder<M>> {
    /**
     * What all counters of a Vec share.
     *
     * @param desc describes them
     * @param sampler supplies their exemplars, or null if the default does
     */
    record Spec(Desc desc, @Nullable ExemplarSampler sampler) {}

    private final Function<Spec, M> constructor;
    private @Nullable ExemplarSampler sampler;

    CounterBuilder(Function<Spec, M> constructor, String name, String help, String... labelNames) {
        super(MetricType.COUNTER, name, help, labelNames);
        this.constructor = constructor;
    }

    /**
     * Sets the supplier of exemplars of the counter. Left unset, it is the one that {@link ExemplarSupplier#setDefault}
     * sets.
     *
     * @param supplier supplies the labels, or {@link ExemplarSupplier#NONE}
     * @return this builder
     */
    public CounterBuilder<M> exemplars(ExemplarSupplier supplier) {
        return exemplars(supplier, Clock.systemUTC());
    }

    /** Sets the clock of the exemplars, too. */
    CounterBuilder<M> exemplars(ExemplarSupplier supplier, Clock clock) {
        sampler = ExemplarSampler.of(Objects.requireNonNull(supplier, "supplier"), clock);
        return this;
    }

    @Override
    public M build() {
        return constructor.apply(new Spec(desc(), sampler));
    }

    @Override
    CounterBuilder<M> self() {
        return this;
    }
}
