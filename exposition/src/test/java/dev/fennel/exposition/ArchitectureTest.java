package dev.fennel.exposition;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super("""
                exposition.internal  -> model
                exposition.deflate
                exposition           -> model, registry, exposition.internal
                exposition.parser    -> model, registry, exposition.internal
                exposition.lint      -> model, registry, exposition.internal, exposition.parser
                exposition.scrape    -> model, registry, metrics, exposition, exposition.deflate, exposition.internal
                exposition.graphite  -> model, registry, exposition, exposition.internal
                testing              -> model, registry, exposition, exposition.internal, exposition.parser, exposition.lint
                exposition.catalogue -> model, registry, exposition, exposition.internal
                exposition.cli       -> model, registry, exposition, exposition.internal, exposition.catalogue, testing
                """, Map.of());
    }
}
