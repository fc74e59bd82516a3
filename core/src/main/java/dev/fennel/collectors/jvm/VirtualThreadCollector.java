package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.util.Map;
import java.util.function.Consumer;
import javax.management.Attribute;
import javax.management.DynamicMBean;
import javax.management.StandardMBean;

/** How busy the scheduler of virtual threads is, where the JDK reports it. */
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
    private static final String[] ATTRIBUTES = BY_ATTRIBUTE.keySet().toArray(new String[0]);

    /** In older ones nothing is searched, as that would take a fresh JVM some milliseconds. */
    private static final int FIRST_JDK = 24;

    /** Null if the JDK does not report on it. */
    private final @Nullable DynamicMBean scheduler;

    public VirtualThreadCollector() {
        this(Runtime.version().feature() < FIRST_JDK ? null : Scheduler.find());
    }

    public VirtualThreadCollector(@Nullable DynamicMBean scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        for (Map.Entry<String, Desc> attribute : BY_ATTRIBUTE.entrySet()) {
            out.accept(attribute.getValue());
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        if (scheduler == null) {
            return;
        }
        for (Attribute read : scheduler.getAttributes(ATTRIBUTES).asList()) {
            Desc desc = BY_ATTRIBUTE.get(read.getName());
            if (desc != null && read.getValue() instanceof Number count && count.longValue() >= 0) { // -1 if unknown
                out.accept(ConstMetric.of(desc, count.doubleValue()));
            }
        }
    }

    /**
     * Finds the management bean of the scheduler of virtual threads.
     *
     * <p>Its type is unknown to the JDK that this library is compiled for, so it is read as an MBean, by the names of
     * its attributes. It is made an MBean here, because asking the platform's MBean server would first start that, with
     * all its other beans.
     */
    private static final class Scheduler {
        private static final String TYPE = "jdk.management.VirtualThreadSchedulerMXBean";

        private Scheduler() {}

        /**
         * Finds the bean.
         *
         * @return the bean, or null if there is none
         */
        static @Nullable DynamicMBean find() {
            if (JdkManagement.PRESENT) {
                for (Class<? extends PlatformManagedObject> type :
                        ManagementFactory.getPlatformManagementInterfaces()) {
                    if (type.getName().equals(TYPE)) {
                        return asMBean(type);
                    }
                }
            }
            return null;
        }

        private static @Nullable <T extends PlatformManagedObject> DynamicMBean asMBean(Class<T> type) {
            T bean = ManagementFactory.getPlatformMXBean(type);
            return bean == null ? null : new StandardMBean(bean, type, true);
        }
    }
}
