package dev.fennel.collectors.jvm;

/** Whether the module {@code jdk.management} is there, which a trimmed JVM image may lack. */
public final class JdkManagement {
    /** Whether types of its packages can be used. */
    public static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.management").isPresent();

    private JdkManagement() {}
}
