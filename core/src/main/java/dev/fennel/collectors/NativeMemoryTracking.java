package dev.fennel.collectors;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** The JVM's own account of the memory it needs: its diagnostic command {@code VM.native_memory}. */
final class NativeMemoryTracking implements Supplier<String> {
    /** Whether the JVM was started with {@code -XX:NativeMemoryTracking}, which cannot be turned on later. */
    static boolean isOn() {
        if (!JdkManagement.PRESENT) {
            return false;
        }
        try {
            // Asked here and not by trying the command, as that would first start the platform's MBean server.
            HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return vm != null
                    && !vm.getVMOption("NativeMemoryTracking").getValue().equals("off");
        } catch (RuntimeException e) {
            return false; // a JVM without this option
        }
    }

    @Override
    public String get() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmNativeMemory",
                            new Object[] {new String[] {"summary", "scale=B"}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("the JVM does not tell what memory it needs", e);
        }
    }
}
