package dev.fennel.collectors.process;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fennel.collectors.jvm.JdkManagement;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.Map;

/**
 * Reads what the management beans report about the process, on platforms without a Linux-like {@code /proc}.
 *
 * <p>Most of it comes from the module {@code jdk.management}, which a trimmed JVM image may lack; its types are touched
 * only where it is present.
 */
public final class ManagedProcess implements ProcessFamily.Source {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final RuntimeMXBean runtime;
    private final OperatingSystemMXBean system;

    public ManagedProcess() {
        this(ManagementFactory.getRuntimeMXBean(), ManagementFactory.getOperatingSystemMXBean());
    }

    public ManagedProcess(RuntimeMXBean runtime, OperatingSystemMXBean system) {
        this.runtime = runtime;
        this.system = system;
    }

    @Override
    public void read(Map<ProcessFamily, Double> values) {
        values.put(ProcessFamily.START_TIME, runtime.getStartTime() / MILLIS_PER_SECOND);
        if (!JdkManagement.PRESENT) {
            return;
        }
        if (system instanceof com.sun.management.OperatingSystemMXBean extended) {
            values.put(ProcessFamily.CPU_SECONDS, extended.getProcessCpuTime() / NANOS_PER_SECOND);
            values.put(ProcessFamily.VIRTUAL_MEMORY, (double) extended.getCommittedVirtualMemorySize());
        }
        if (system instanceof UnixOperatingSystemMXBean unix) {
            values.put(ProcessFamily.OPEN_FDS, (double) unix.getOpenFileDescriptorCount());
            values.put(ProcessFamily.MAX_FDS, (double) unix.getMaxFileDescriptorCount());
        }
    }
}
