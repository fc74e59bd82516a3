package dev.fennel;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super(
                """
                internal
                internal.cells       -> internal
                model                -> internal
                internal.families    -> internal, model
                internal.quantiles   -> internal, internal.cells
                internal.buckets     -> internal, internal.cells, model
                registry             -> internal, internal.families, model
                metrics              -> internal, internal.cells, internal.quantiles, internal.buckets, internal.families, model, registry
                collectors.jvm       -> internal, model, registry, metrics
                collectors.process   -> internal, model, registry, metrics, collectors.jvm
                collectors           -> internal, model, registry, metrics, collectors.jvm, collectors.process
                """,
                Map.of(
                        "com.sun.management",
                        "what java.lang.management lacks: open files, GC notifications, VM options"));
    }
}
