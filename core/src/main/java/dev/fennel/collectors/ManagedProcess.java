package dev.fennel.collectors;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.function.ObjDoubleConsumer;

/**
 * What the management beans tell about the process, on platforms without a Linux-like {@code /proc}.
 *
 * <p>Most of it comes from the module {@code jdk.management}, which a trimmed JVM image may lack; its types are touched
 * only where it is present.
 */
final class ManagedProcess implements ProcessSource {
    private static final boolean JDK_MANAGEMENT =
            ModuleLayer.boot().findModule("jdk.management").isPresent();
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final RuntimeMXBean runtime;
    private final OperatingSystemMXBean system;

    ManagedProcess() {
        this(ManagementFactory.getRuntimeMXBean(), ManagementFactory.getOperatingSystemMXBean());
    }

    ManagedProcess(RuntimeMXBean runtime, OperatingSystemMXBean system) {
        this.runtime = runtime;
        this.system = system;
    }

    @Override
    public void read(ObjDoubleConsumer<ProcessFamily> out) {
        out.accept(ProcessFamily.START_TIME, runtime.getStartTime() / MILLIS_PER_SECOND);
        if (!JDK_MANAGEMENT) {
            return;
        }
        if (system instanceof com.sun.management.OperatingSystemMXBean extended) {
            out.accept(ProcessFamily.CPU_SECONDS, extended.getProcessCpuTime() / NANOS_PER_SECOND);
            out.accept(ProcessFamily.VIRTUAL_MEMORY, extended.getCommittedVirtualMemorySize());
        }
        if (system instanceof UnixOperatingSystemMXBean unix) {
            out.accept(ProcessFamily.OPEN_FDS, unix.getOpenFileDescriptorCount());
            out.accept(ProcessFamily.MAX_FDS, unix.getMaxFileDescriptorCount());
        }
    }
}
