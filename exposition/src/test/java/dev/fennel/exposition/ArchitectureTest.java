package dev.fennel.exposition;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super("""
                exposition           -> model, registry
                exposition.parser    -> model, exposition
                exposition.lint      -> model, registry, exposition
                exposition.graphite  -> model, registry, exposition
                exposition.scrape    -> model, registry, metrics, exposition
                testing              -> model, registry, exposition, exposition.parser, exposition.lint
                """, Map.of());
    }
}
