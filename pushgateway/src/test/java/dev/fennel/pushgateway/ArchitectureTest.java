package dev.fennel.pushgateway;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super("""
                pushgateway -> model, registry, exposition
                """, Map.of());
    }
}
