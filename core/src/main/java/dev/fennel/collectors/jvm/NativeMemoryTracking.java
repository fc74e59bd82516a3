package dev.fennel.collectors.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** The JVM's own account of the memory it needs: its diagnostic command {@code VM.native_memory}. */
final class NativeMemoryTracking implements Supplier<String> {
    private NativeMemoryTracking() {}

    /**
     * Finds the account. Asked for once, since it cannot be turned on later.
     *
     * @return writes a report each time; null if the JVM keeps no account, or does not tell, as one that was trimmed to
     *     a few modules
     */
    static Supplier<String> find() {
        if (!isOn()) {
            return null;
        }
        try {
            NativeMemoryTracking tracking = new NativeMemoryTracking();
            tracking.get();
            return tracking;
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static boolean isOn() {
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
