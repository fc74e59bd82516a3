package dev.fennel.examples;

import dev.fennel.testsupport.gates.ExportRules;

/** Examples and samples show what users may do. */
class ExportsTest extends ExportRules {
    ExportsTest() {
        super("main", "test");
    }
}
