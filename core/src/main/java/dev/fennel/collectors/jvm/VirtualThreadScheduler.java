package dev.fennel.collectors.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import javax.management.DynamicMBean;
import javax.management.StandardMBean;

/**
 * Finds the management bean of the scheduler of virtual threads, which came with JDK 24.
 *
 * <p>Its type is not known where this library is compiled, so it is read by the names of its attributes. It is made an
 * MBean for that by itself: asking the platform's MBean server would first have to start it, with all its other beans.
 */
final class VirtualThreadScheduler {
    private static final int FIRST_JDK = 24;
    private static final String TYPE = "jdk.management.VirtualThreadSchedulerMXBean";

    private VirtualThreadScheduler() {}

    /**
     * Finds the bean.
     *
     * @return the bean, or null if there is none
     */
    static DynamicMBean find() {
        // Older ones are not even searched, which would take a fresh JVM some milliseconds.
        if (Runtime.version().feature() >= FIRST_JDK && JdkManagement.PRESENT) {
            for (Class<? extends PlatformManagedObject> type : ManagementFactory.getPlatformManagementInterfaces()) {
                if (type.getName().equals(TYPE)) {
                    return asMBean(type);
                }
            }
        }
        return null;
    }

    private static <T extends PlatformManagedObject> DynamicMBean asMBean(Class<T> type) {
        T bean = ManagementFactory.getPlatformMXBean(type);
        return bean == null ? null : new StandardMBean(bean, type, true);
    }
}
