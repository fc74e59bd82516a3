package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import java.util.function.DoubleSupplier;

/** A value of unknown kind, mirrored from another system. */
public final class UntypedFunc extends FuncMetric {
    UntypedFunc(Desc desc, DoubleSupplier function) {
        super(desc, function);
    }

    /**
     * Starts to build an untyped metric that reads a function.
     *
     * @param name the name
     * @param help what the value means
     * @param function returns the value; called by every gather, by several threads at once
     * @return a builder
     */
    public static MetricBuilder.Plain<UntypedFunc> builder(String name, String help, DoubleSupplier function) {
        return new MetricBuilder.Plain<>(desc -> new UntypedFunc(desc, function), MetricType.UNTYPED, name, help);
    }

    /**
     * Starts to build untyped metrics that differ in the values of their labels, and whose values one function gives.
     *
     * @param name the name
     * @param help what the value is
     * @param labelNames the names of the labels
     * @return a builder, which is to be given the function by {@link FuncVec.Builder#values values}
     */
    public static FuncVec.Builder builder(String name, String help, String... labelNames) {
        return new FuncVec.Builder(MetricType.UNTYPED, name, help, labelNames);
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.untyped(value());
    }
}
