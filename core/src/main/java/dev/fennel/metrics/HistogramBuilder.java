package dev.fennel.metrics;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;

/**
 * Builds histograms, alone or as a Vec.
 *
 * @param <M> what is built
 */
public final class HistogramBuilder<M extends Collector> extends MetricBuilder<M, HistogramBuilder<M>> {
    private final Function<HistogramLayout, M> constructor;
    private double[] bounds = Buckets.DEFAULT.upperBounds();
    private ExemplarSampler sampler;

    HistogramBuilder(Function<HistogramLayout, M> constructor, String name, String help, String... labelNames) {
        super(MetricType.HISTOGRAM, name, help, labelNames);
        this.constructor = constructor;
    }

    /**
     * Sets the upper bounds of the buckets, which are inclusive. The bucket for {@code +Inf} is always there and may
     * be left out. Left unset, they are {@link Buckets#DEFAULT}.
     *
     * @param upperBounds strictly increasing bounds; {@link #build} refuses others
     * @return this builder
     */
    public HistogramBuilder<M> buckets(double... upperBounds) {
        bounds = upperBounds.clone();
        return this;
    }

    /**
     * Sets the upper bounds of the buckets.
     *
     * @param buckets the bounds
     * @return this builder
     */
    public HistogramBuilder<M> buckets(Buckets buckets) {
        bounds = buckets.upperBounds();
        return this;
    }

    /**
     * Sets what gives each bucket examples of its observations. Left unset, that is up to {@link
     * ExemplarSupplier#setDefault}.
     *
     * @param supplier gives the labels, or {@link ExemplarSupplier#NONE}
     * @return this builder
     */
    public HistogramBuilder<M> exemplars(ExemplarSupplier supplier) {
        return exemplars(supplier, Clock.systemUTC());
    }

    /** Sets the clock for the exemplars, too. */
    HistogramBuilder<M> exemplars(ExemplarSupplier supplier, Clock clock) {
        sampler = new ExemplarSampler(Objects.requireNonNull(supplier, "supplier"), clock);
        return this;
    }

    @Override
    public M build() {
        Desc desc = desc();
        Buckets buckets = Buckets.of("histogram \"" + desc.name() + "\"", bounds);
        return constructor.apply(new HistogramLayout(desc, buckets, sampler));
    }

    @Override
    HistogramBuilder<M> self() {
        return this;
    }
}
