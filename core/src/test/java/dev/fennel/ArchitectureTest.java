package dev.fennel;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

/**
 * The packages of the core. The uses of one class have no line: {@code registry.DefaultRegistry} makes the collectors
 * of the platform, as the default registry is the one place below them that has to know them.
 */
class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super(
                """
                internal
                internal.cells       -> internal
                model                -> internal
                internal.families    -> model
                internal.quantiles   -> internal, internal.cells
                internal.buckets     -> internal, internal.cells, model
                registry             -> internal, internal.families, model
                metrics              -> internal, internal.cells, internal.quantiles, internal.buckets, internal.families, model, registry
                collectors.jvm       -> internal, model, metrics
                collectors.process   -> model, collectors.jvm
                collectors.cgroup    -> internal, model, collectors.process
                collectors.executors -> internal, model, metrics
                collectors           -> internal, internal.families, model, registry, collectors.cgroup, collectors.executors, collectors.jvm, collectors.process
                """,
                Map.of(
                        "com.sun.management",
                        "what java.lang.management lacks: open files, GC notifications, VM options"),
                "dev.fennel.registry.DefaultRegistry");
    }
}
