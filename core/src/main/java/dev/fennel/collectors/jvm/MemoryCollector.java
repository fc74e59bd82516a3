package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.function.Consumer;

/** Memory inside and outside the heap. */
public final class MemoryCollector implements Collector {
    private static final UsageFamilies USAGE = new UsageFamilies("jvm_memory", "area", "this area of the JVM's memory");
    private static final Desc PENDING_FINALIZATION =
            Desc.gauge("jvm_memory_objects_pending_finalization", "Objects that wait for their finalizer to be run.");

    private final MemoryMXBean memory;

    public MemoryCollector() {
        this(ManagementFactory.getMemoryMXBean());
    }

    public MemoryCollector(MemoryMXBean memory) {
        this.memory = memory;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        USAGE.describe(out);
        out.accept(PENDING_FINALIZATION);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        USAGE.collect(memory.getHeapMemoryUsage(), "heap", out);
        USAGE.collect(memory.getNonHeapMemoryUsage(), "nonheap", out);
        out.accept(ConstMetric.of(PENDING_FINALIZATION, memory.getObjectPendingFinalizationCount()));
    }
}
