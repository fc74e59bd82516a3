package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;

/** How many classes come and go. */
public final class ClassLoadingCollector implements Collector {
    private static final Desc CURRENT =
            Desc.gauge("jvm_classes_currently_loaded", "Classes that are loaded in the JVM now.");
    private static final Desc LOADED =
            Desc.counter("jvm_classes_loaded_total", "Classes loaded since the JVM started.");
    private static final Desc UNLOADED =
            Desc.counter("jvm_classes_unloaded_total", "Classes unloaded since the JVM started.");

    private final ClassLoadingMXBean classes;

    public ClassLoadingCollector() {
        this(ManagementFactory.getClassLoadingMXBean());
    }

    public ClassLoadingCollector(ClassLoadingMXBean classes) {
        this.classes = classes;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        List.of(CURRENT, LOADED, UNLOADED).forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(CURRENT, classes.getLoadedClassCount()));
        out.accept(ConstMetric.of(LOADED, classes.getTotalLoadedClassCount()));
        out.accept(ConstMetric.of(UNLOADED, classes.getUnloadedClassCount()));
    }
}
