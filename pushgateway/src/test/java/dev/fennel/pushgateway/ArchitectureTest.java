package dev.fennel.pushgateway;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super("""
                pushgateway.internal -> model, registry, exposition.internal
                pushgateway          -> model, registry, exposition, exposition.internal, exposition.parser, pushgateway.internal
                otlp                 -> model, registry, exposition, exposition.internal, pushgateway, pushgateway.internal
                remotewrite          -> model, registry, exposition, exposition.internal, pushgateway, pushgateway.internal
                """, Map.of());
    }
}
