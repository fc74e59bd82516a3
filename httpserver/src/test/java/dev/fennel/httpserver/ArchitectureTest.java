package dev.fennel.httpserver;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super("""
                http        -> model, registry, metrics
                httpserver  -> model, registry, metrics, exposition, exposition.scrape
                """, Map.of("com.sun.net.httpserver", "the JDK's HTTP server: an exported API in spite of its name"));
    }
}
