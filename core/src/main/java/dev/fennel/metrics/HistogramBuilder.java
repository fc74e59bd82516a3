package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Builds histograms, alone or as a Vec.
 *
 * <p>A histogram has classic buckets, whose bounds are chosen beforehand, or {@linkplain #nativeBuckets native} ones,
 * which appear where something is observed, or both. The options of native buckets have no effect on a histogram
 * without them.
 *
 * @param <M> what is built
 */
public final class HistogramBuilder<M extends Collector> extends MetricBuilder<M, HistogramBuilder<M>> {
    private final Function<HistogramSpec, M> constructor;
    private @Nullable ExemplarSampler sampler;
    private final NativeOptions.Builder natives = new NativeOptions.Builder();

    /** Null until they are set. */
    private @Nullable double[] bounds;

    HistogramBuilder(Function<HistogramSpec, M> constructor, String name, String help, String... labelNames) {
        super(MetricType.HISTOGRAM, name, help, labelNames);
        this.constructor = constructor;
    }

    /**
     * Sets the upper bounds of the buckets, which are inclusive. The bucket for {@code +Inf} is always there and may be
     * left out. Left unset, they are {@link Buckets#DEFAULT}, or none but {@code +Inf} if there are native buckets.
     *
     * <p>Bounds below zero are allowed, but OpenMetrics 1.0 forbids a sum beside them, which is written as in all
     * formats. Prometheus accepts that, but strict readers refuse the whole scrape.
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
     * Sets the supplier of exemplars of each bucket. Left unset, it is the one that {@link ExemplarSupplier#setDefault}
     * sets.
     *
     * @param supplier supplies the labels, or {@link ExemplarSupplier#NONE}
     * @return this builder
     */
    public HistogramBuilder<M> exemplars(ExemplarSupplier supplier) {
        return exemplars(supplier, Clock.systemUTC());
    }

    /** Sets the clock of the exemplars, too. */
    HistogramBuilder<M> exemplars(ExemplarSupplier supplier, Clock clock) {
        sampler = ExemplarSampler.of(Objects.requireNonNull(supplier, "supplier"), clock);
        return this;
    }

    /**
     * Adds native buckets: the bounds are the powers of a base, from the smallest to the largest double, and a bucket
     * exists once something was observed in it. They show the distribution in a resolution that classic buckets cannot
     * afford. Servers receive them in the protobuf format and in OpenMetrics 2.0; the other formats show count and sum
     * only.
     *
     * <pre>{@code
     * Histogram sizes = Histogram.builder("response_size_bytes", "Size.").nativeBuckets(1.1).maxBuckets(160).build();
     * sizes.observe(4711);
     * }</pre>
     *
     * <p>The base is 2 to the power of 2<sup>-n</sup>, for an n from -4 to 8. It is the largest such base that does not
     * exceed the given factor, for example 2<sup>1/8</sup> for 1.1; or the smallest, if all exceed it. There are
     * 2<sup>n</sup> buckets from a power of two to the next, and each series takes a byte for each bucket between the
     * lowest and the highest that was observed, or more where there were many observations.
     *
     * @param factor how much a bound may exceed the one before; above 1, {@link #build} refuses others
     * @return this builder
     */
    public HistogramBuilder<M> nativeBuckets(double factor) {
        natives.factor(factor);
        return this;
    }

    /**
     * Sets the width of the native bucket around zero. Left unset, it is 2<sup>-128</sup>, which is about 2.9e-39.
     *
     * @param threshold values that are no further from zero are in that bucket; with 0, only zero is; {@link #build}
     *     refuses what is negative or not finite
     * @return this builder
     */
    public HistogramBuilder<M> zeroThreshold(double threshold) {
        natives.zeroThreshold(threshold);
        return this;
    }

    /**
     * Limits how many native buckets of a series are populated, not counting the one around zero. Left unset, any
     * number may be.
     *
     * <p>Each observation that finds more takes one step to reduce them, the first of these that is possible:
     *
     * <ol>
     *   <li>If the {@linkplain #minResetDuration least duration} since the beginning is over, the series is reset,
     *       classic buckets and exemplars included, and has only this observation.
     *   <li>If the bucket around zero can take in the bucket nearest to it without exceeding the
     *       {@linkplain #maxZeroThreshold greatest threshold}, it is widened.
     *   <li>If the resolution is not the coarsest there is, it is halved: each two neighbouring buckets become one.
     * </ol>
     *
     * <p>The last observations of busy threads are looked at together. A scrape that finds too many buckets because of
     * them takes as many of the steps 2 and 3 as are necessary.
     *
     * <p>A series that lost resolution by step 2 or 3 is reset to regain it: by the first scrape after the least
     * duration, which still shows the values from before. A reset moves the created timestamp.
     *
     * @param limit the greatest number, 0 for any; {@link #build} refuses what is negative
     * @return this builder
     */
    public HistogramBuilder<M> maxBuckets(int limit) {
        natives.maxBuckets(limit);
        return this;
    }

    /**
     * Allows a series to be reset when it has {@linkplain #maxBuckets too many} native buckets. Left unset, it never
     * is.
     *
     * @param duration how long a series has to exist before it is reset, and between two resets; zero for never;
     *     {@link #build} refuses what is negative
     * @return this builder
     */
    public HistogramBuilder<M> minResetDuration(Duration duration) {
        natives.minResetDuration(Objects.requireNonNull(duration, "minResetDuration"));
        return this;
    }

    /**
     * Allows the native bucket around zero to be widened when there are {@linkplain #maxBuckets too many}. Left unset,
     * it never is.
     *
     * @param threshold the greatest threshold; {@link #build} refuses what is negative or not finite
     * @return this builder
     */
    public HistogramBuilder<M> maxZeroThreshold(double threshold) {
        natives.maxZeroThreshold(threshold);
        return this;
    }

    /**
     * Sets how many exemplars each series keeps for its native buckets. When there are more, the oldest is dropped if
     * its time is over, else the older one of the two closest to each other on a logarithmic scale, so that they stay
     * spread out. Left unset, it is 10.
     *
     * @param limit the number, 0 for none; {@link #build} refuses what is negative
     * @return this builder
     */
    public HistogramBuilder<M> maxExemplars(int limit) {
        natives.maxExemplars(limit);
        return this;
    }

    /**
     * Sets the age from which an exemplar of native buckets is the first to be dropped. Left unset, it is 5 minutes.
     *
     * @param age with zero, it is always the oldest that is dropped; {@link #build} refuses what is negative
     * @return this builder
     */
    public HistogramBuilder<M> exemplarTtl(Duration age) {
        natives.exemplarTtl(Objects.requireNonNull(age, "exemplarTtl"));
        return this;
    }

    /** Sets the clock that native buckets go by, in milliseconds since the epoch. */
    HistogramBuilder<M> clock(LongSupplier epochMillis) {
        natives.clock(epochMillis);
        return this;
    }

    @Override
    public M build() {
        Desc desc = desc();
        String subject = desc.quoted();
        NativeOptions options = natives.build(subject);
        double[] unset = options == null ? Buckets.DEFAULT.upperBounds() : new double[0];
        Buckets buckets = Buckets.of(subject, bounds == null ? unset : bounds);
        return constructor.apply(new HistogramSpec(desc, buckets, options, sampler));
    }

    @Override
    HistogramBuilder<M> self() {
        return this;
    }
}
