package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import java.util.function.DoubleSupplier;

/** A counter that other code keeps: the function must never return less than it did before. */
public final class CounterFunc extends FuncMetric {
    CounterFunc(Desc desc, DoubleSupplier function) {
        super(desc, function);
    }

    /**
     * Starts to build a counter that reads a function.
     *
     * @param name the name
     * @param help what is counted
     * @param function returns the value; called by every gather, by several threads at once
     * @return a builder
     */
    public static MetricBuilder.Plain<CounterFunc> builder(String name, String help, DoubleSupplier function) {
        return new MetricBuilder.Plain<>(desc -> new CounterFunc(desc, function), MetricType.COUNTER, name, help);
    }

    /**
     * Starts to build counters that differ in the values of their labels, and whose values one function gives.
     *
     * @param name the name
     * @param help what is counted
     * @param labelNames the names of the labels
     * @return a builder, which is to be given the function by {@link FuncVec.Builder#values values}
     */
    public static FuncVec.Builder builder(String name, String help, String... labelNames) {
        return new FuncVec.Builder(MetricType.COUNTER, name, help, labelNames);
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.counter(value(), Metric.NO_TIMESTAMP, null);
    }
}
