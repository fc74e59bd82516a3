package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import java.util.function.DoubleSupplier;

/** A gauge whose value is computed when it is gathered, such as the size of a collection. */
public final class GaugeFunc extends FuncMetric {
    GaugeFunc(Desc desc, DoubleSupplier function) {
        super(desc, function);
    }

    /**
     * Starts to build a gauge that reads a function.
     *
     * @param name the name
     * @param help what is measured
     * @param function returns the value; called by every gather, by several threads at once
     * @return a builder
     */
    public static MetricBuilder.Plain<GaugeFunc> builder(String name, String help, DoubleSupplier function) {
        return new MetricBuilder.Plain<>(desc -> new GaugeFunc(desc, function), MetricType.GAUGE, name, help);
    }

    /**
     * Starts to build gauges that differ in the values of their labels, and whose values one function gives.
     *
     * @param name the name
     * @param help what is measured
     * @param labelNames the names of the labels
     * @return a builder, which is to be given the function by {@link FuncVec.Builder#values values}
     */
    public static FuncVec.Builder builder(String name, String help, String... labelNames) {
        return new FuncVec.Builder(MetricType.GAUGE, name, help, labelNames);
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.gauge(value());
    }
}
