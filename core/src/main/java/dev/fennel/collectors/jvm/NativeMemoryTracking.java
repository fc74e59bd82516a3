package dev.fennel.collectors.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.fennel.internal.Nullable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The JVM's own account of the memory it needs: its diagnostic command {@code VM.native_memory}. */
final class NativeMemoryTracking implements Supplier<String> {
    private static final String OPTION = "NativeMemoryTracking";

    private NativeMemoryTracking() {}

    /**
     * Finds the account. Once is enough, since it cannot be turned on later.
     *
     * @return writes a report each time; null if the JVM keeps no account, or cannot report it, as one that was trimmed
     *     to a few modules
     */
    static @Nullable Supplier<String> find() {
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
            if (!isMentioned()) {
                return false;
            }
            // The option is read instead of trying the command, as that would first start the platform's MBean server.
            HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return vm != null && !vm.getVMOption(OPTION).getValue().equals("off");
        } catch (RuntimeException e) {
            return false; // a JVM without this option
        }
    }

    /**
     * Without one of these arguments it is off, and nothing else need be loaded to find that out. They have those of
     * environment variables too, and those of a file for {@code -XX:Flags}, which begin with the name.
     */
    private static boolean isMentioned() {
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.contains(OPTION)) {
                return true;
            }
        }
        return false;
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

    /**
     * The memory that the JVM takes up for one use.
     *
     * @param name the use as the JVM calls it, such as {@code Java Heap}; {@code Total} for all together
     * @param reserved bytes of address space
     * @param committed bytes of memory
     */
    record Pool(String name, long reserved, long committed) {
        /**
         * Lines such as {@code Total: reserved=3, committed=2} and {@code - Java Heap (reserved=3, committed=2)}. The
         * parts of a use stand below it, indented, and do not match.
         */
        private static final Pattern LINE = Pattern.compile(
                "^(?:-\\s+)?(\\S[^:(\\n]*)(?:: | \\()reserved=(\\d+), committed=(\\d+)", Pattern.MULTILINE);

        /**
         * Reads the JVM's report.
         *
         * @param report what the diagnostic command {@code VM.native_memory summary scale=B} prints
         * @return the pools in its order; empty for any other text
         */
        static List<Pool> parse(String report) {
            List<Pool> pools = new ArrayList<>();
            Matcher line = LINE.matcher(report);
            while (line.find()) {
                pools.add(new Pool(line.group(1), Long.parseLong(line.group(2)), Long.parseLong(line.group(3))));
            }
            return pools;
        }
    }
}
