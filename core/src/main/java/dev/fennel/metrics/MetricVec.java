package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Metrics of a kind of your own that differ in the values of their labels, looked up, curried and deleted like the
 * library's own instruments.
 *
 * <pre>{@code
 * MetricVec<MovingAverage> load = MetricVec.builder(
 *                 MetricType.GAUGE, "queue_load", "Average load.", MovingAverage::new, "queue")
 *         .register();
 * load.withLabelValues("mail").add(0.8);
 * }</pre>
 *
 * <p>The metrics are checked and read by each gather, as those of any custom collector. So one that fails is lost
 * alone, and hundreds of thousands of series are dearer than those of a {@link GaugeVec}. Of what
 * {@linkplain MetricBuilder#expireAfter touches} a series, only look-ups count here.
 *
 * @param <M> the metric
 */
public final class MetricVec<M extends Metric> extends Vec<M, MetricVec<M>> {
    MetricVec(Desc desc, BiFunction<? super Desc, ? super Labels, ? extends M> factory, VecSeries.Options options) {
        super(desc, values -> new Own<>(desc, factory, values), options);
    }

    private MetricVec(MetricVec<M> whole, CurriedLabels curried) {
        super(whole, curried);
    }

    /**
     * Starts to build a family of metrics.
     *
     * @param type the type that each of them writes
     * @param name the name
     * @param help what is measured
     * @param factory makes a metric, given its Desc and its labels, const labels included, which are what it returns
     *     from {@link Metric#desc} and {@link Metric#labels}. It is called by the look-up that asks for new label
     *     values, without a lock, so two threads that do at once may call it both, and use one of the metrics. If it
     *     throws, so does the look-up, and the next one asks again
     * @param labelNames the names of the labels
     * @param <M> the metric
     * @return a builder
     */
    public static <M extends Metric> MetricBuilder.Plain<MetricVec<M>> builder(
            MetricType type,
            String name,
            String help,
            BiFunction<? super Desc, ? super Labels, ? extends M> factory,
            String... labelNames) {
        Objects.requireNonNull(factory, "factory");
        VecSeries.Options options = new VecSeries.Options();
        return new MetricBuilder.Plain<>(
                        desc -> new MetricVec<M>(desc, factory, options),
                        Objects.requireNonNull(type, "type"),
                        name,
                        help,
                        labelNames)
                .ofVec(options);
    }

    @Override
    @SuppressWarnings("unchecked") // the table has nothing else
    M series(SeriesEntry found) {
        return ((Own<M>) found).metric();
    }

    @Override
    boolean isMade(SeriesEntry found) {
        return ((Own<?>) found).metric.get() != null;
    }

    @Override
    boolean isTrusted() {
        return false;
    }

    @Override
    MetricVec<M> view(CurriedLabels curried) {
        return new MetricVec<>(this, curried);
    }

    /**
     * Stands in the table for a user's metric, which is made after this is found there: the table makes its entries
     * under a lock, and under that no user's code may run.
     */
    static final class Own<M extends Metric> extends Instrument {
        private final Desc desc;
        private final BiFunction<? super Desc, ? super Labels, ? extends M> factory;

        /** Null until the metric is made. */
        private final AtomicReference<M> metric = new AtomicReference<>();

        Own(Desc desc, BiFunction<? super Desc, ? super Labels, ? extends M> factory, String[] labelValues) {
            super(labelValues);
            this.desc = desc;
            this.factory = factory;
        }

        M metric() {
            M known = metric.get();
            if (known == null) {
                M made = factory.apply(desc, labels());
                if (made == null) {
                    throw new NullPointerException(desc.quoted() + ": the factory returned null for " + labels());
                }
                M other = metric.compareAndExchange(null, made);
                known = other != null ? other : made;
            }
            return known;
        }

        @Override
        public Desc desc() {
            return desc;
        }

        /** The class says of which kind the metrics are: a lambda is another object each time, or the same one. */
        @Override
        String layout() {
            return "metrics made by " + factory.getClass().getName();
        }

        /** Writes nothing, so that the check for idle series, which holds a lock, runs no user's code. */
        @Override
        public void write(MetricVisitor visitor) {
            // What is gathered is the metric itself.
        }
    }
}
