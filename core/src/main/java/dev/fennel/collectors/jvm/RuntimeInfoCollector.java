package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.Properties;
import java.util.function.Consumer;

/** Which JVM this is. */
public final class RuntimeInfoCollector implements Collector {
    private static final Desc INFO = Desc.info(
            "jvm_runtime_info",
            "The JVM that runs this process; the value is always 1.",
            "version",
            "vendor",
            "runtime");

    private final Properties properties;

    public RuntimeInfoCollector() {
        this(System.getProperties());
    }

    public RuntimeInfoCollector(Properties properties) {
        this.properties = properties;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(INFO);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(
                INFO, 1, property("java.runtime.version"), property("java.vm.vendor"), property("java.runtime.name")));
    }

    private String property(String name) {
        return properties.getProperty(name, "unknown");
    }
}
