package dev.fennel;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super(
                """
                internal
                internal.cells
                model                -> internal
                internal.quantiles   -> internal, internal.cells
                internal.buckets     -> internal, internal.cells, model
                registry             -> internal, model
                metrics              -> internal, internal.cells, internal.quantiles, internal.buckets, model, registry
                collectors.jvm       -> model, registry, metrics
                collectors.process   -> model, registry, metrics, collectors.jvm
                collectors           -> model, registry, metrics, collectors.jvm, collectors.process
                """,
                Map.of(
                        "com.sun.management",
                        "what java.lang.management lacks: open files, GC notifications, VM options"));
    }
}
