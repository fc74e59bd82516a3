package dev.fennel.httpserver;

import dev.fennel.testsupport.gates.ArchitectureRules;
import java.util.Map;

class ArchitectureTest extends ArchitectureRules {
    ArchitectureTest() {
        super("""
                httpserver.internal
                http                 -> model, registry, metrics, httpserver.internal
                httpserver           -> model, registry, collectors, exposition.scrape, httpserver.internal
                """, Map.of("com.sun.net.httpserver", "the JDK's HTTP server: an exported API in spite of its name"));
    }
}
