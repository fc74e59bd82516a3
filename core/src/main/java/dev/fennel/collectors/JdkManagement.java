package dev.fennel.collectors;

/** Tells whether the module {@code jdk.management} is there, which a trimmed JVM image may lack. */
final class JdkManagement {
    /** Whether types of its packages can be used. */
    static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.management").isPresent();

    private JdkManagement() {}
}
