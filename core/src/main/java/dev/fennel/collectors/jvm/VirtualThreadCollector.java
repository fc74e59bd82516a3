package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.Map;
import java.util.function.Consumer;
import javax.management.Attribute;
import javax.management.DynamicMBean;

/** How busy the scheduler of virtual threads is, where the JDK tells. */
public final class VirtualThreadCollector implements Collector {
    private static final Map<String, Desc> BY_ATTRIBUTE = Map.of(
            "Parallelism",
            Desc.gauge("jvm_virtual_threads_parallelism", "Virtual threads that the scheduler runs at once at most."),
            "PoolSize",
            Desc.gauge("jvm_virtual_threads_pool_size", "Platform threads that the scheduler has to run virtual ones."),
            "MountedVirtualThreadCount",
            Desc.gauge("jvm_virtual_threads_mounted", "Virtual threads that are running on a platform thread."),
            "QueuedVirtualThreadCount",
            Desc.gauge("jvm_virtual_threads_queued", "Virtual threads that wait for a platform thread to run on."));
    private static final String[] ATTRIBUTES = BY_ATTRIBUTE.keySet().toArray(String[]::new);

    /** Null if the JDK does not tell. */
    private final DynamicMBean scheduler;

    public VirtualThreadCollector() {
        this(VirtualThreadScheduler.find());
    }

    public VirtualThreadCollector(DynamicMBean scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        BY_ATTRIBUTE.values().forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        if (scheduler == null) {
            return;
        }
        for (Attribute read : scheduler.getAttributes(ATTRIBUTES).asList()) {
            if (read.getValue() instanceof Number count && count.longValue() >= 0) { // -1 if unknown
                out.accept(ConstMetric.of(BY_ATTRIBUTE.get(read.getName()), count.doubleValue()));
            }
        }
    }
}
