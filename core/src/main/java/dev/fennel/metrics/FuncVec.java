package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Counters, gauges or untyped metrics that differ in the values of their labels, and whose values one function gives
 * when they are gathered.
 *
 * <pre>{@code
 * FuncVec depths = GaugeFunc.builder("queue_jobs", "Jobs waiting.", "queue")
 *         .values(out -> queues.forEach((name, jobs) -> out.accept(jobs.size(), name)))
 *         .register();
 * }</pre>
 *
 * <p>The function may be called by several threads at once. If it throws, or gives too many or too few label values,
 * the gather reports an error and loses this family, and nothing else. If it gives the same label values twice, the
 * gather reports that and keeps the first.
 */
public final class FuncVec implements Collector {
    private final Desc desc;
    private final Consumer<Values> function;

    private FuncVec(Desc desc, Consumer<Values> function) {
        this.desc = desc;
        this.function = function;
    }

    /** Takes the values that a function gives. */
    @FunctionalInterface
    public interface Values {
        /**
         * Takes one value.
         *
         * @param value the value
         * @param labelValues a value for each label, in the order in which the labels were named
         * @throws IllegalArgumentException if there are too many or too few label values, or one is not valid Unicode
         */
        void accept(double value, String... labelValues);
    }

    /**
     * The Desc of all metrics.
     *
     * @return the Desc
     */
    public Desc desc() {
        return desc;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(desc);
        if (out instanceof FamilySink sink) {
            sink.promiseOneFamily(this);
            if (sink.comparesLayouts()) {
                sink.layout(this, FuncMetric.layout(function));
            }
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        function.accept((value, labelValues) -> out.accept(ConstMetric.of(desc, value, labelValues)));
    }

    /**
     * Describes the family for people to read.
     *
     * @return type and name
     */
    @Override
    public String toString() {
        return desc.quoted();
    }

    /** Builds functions with labels. */
    public static final class Builder extends MetricBuilder<FuncVec, Builder> {
        private @Nullable Consumer<Values> function;

        Builder(MetricType type, String name, String help, String... labelNames) {
            super(type, name, help, labelNames);
        }

        /**
         * Sets the function, without which there is nothing to build.
         *
         * @param values hands out all values; called by every gather, by several threads at once
         * @return this builder
         */
        public Builder values(Consumer<Values> values) {
            function = Objects.requireNonNull(values, "values");
            return this;
        }

        @Override
        public FuncVec build() {
            Desc desc = desc();
            if (function == null) {
                throw new IllegalArgumentException(desc.quoted() + ": expected a function for values(...), got none");
            }
            return new FuncVec(desc, function);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
