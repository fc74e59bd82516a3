package dev.fennel.metrics;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * A metric whose value is computed by a function when it is gathered.
 *
 * <p>The function may be called by several threads at once. If it throws, the gather reports an error and loses only
 * this metric.
 */
public abstract sealed class FuncMetric implements Metric, Collector permits CounterFunc, GaugeFunc, UntypedFunc {
    private final Desc desc;
    private final DoubleSupplier function;

    FuncMetric(Desc desc, DoubleSupplier function) {
        this.desc = desc;
        this.function = Objects.requireNonNull(function, "function");
    }

    final double value() {
        return function.getAsDouble();
    }

    @Override
    public final Desc desc() {
        return desc;
    }

    @Override
    public final Labels labels() {
        return desc.constLabels();
    }

    @Override
    public final void describe(Consumer<? super Desc> out) {
        out.accept(desc);
        if (out instanceof FamilySink sink && sink.comparesLayouts()) {
            sink.layout(this, layout(function));
        }
    }

    /** A function in words; not its own text, as that would run a user's code. */
    static String layout(Object function) {
        return "the function " + function.getClass().getName() + "@" + System.identityHashCode(function);
    }

    @Override
    public final void collect(Consumer<? super Metric> out) {
        out.accept(this);
    }
}
