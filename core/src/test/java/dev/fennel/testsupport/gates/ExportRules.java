package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Modules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What a module may use of the other modules: only what they export.
 *
 * <p>The compiler sees to it in a module with a descriptor. Examples and tests are compiled on the class path, where it
 * lets everything pass.
 */
public abstract class ExportRules {
    private final Map<String, Packages> code = new TreeMap<>();

    /**
     * Takes the code to look at.
     *
     * @param kinds {@code main}, {@code test} or both
     */
    protected ExportRules(String... kinds) {
        for (String kind : kinds) {
            Path classes = Path.of("target", kind.equals("main") ? "classes" : "test-classes");
            code.put(kind, new Packages(Path.of("src", kind, "java"), classes));
        }
    }

    /** The name of the module under test; empty if it has no descriptor. */
    private static String module() {
        boolean named = Files.exists(Path.of("target", "classes", "module-info.class"));
        return named ? Modules.descriptor().name() : "";
    }

    @Test
    void whatOtherModulesDoNotExportIsNotUsed() {
        code.forEach((kind, packages) -> {
            Set<String> exported = PublicApi.exportedPackages(getClass().getClassLoader(), module());
            if (kind.equals("test")) {
                exported.add("dev.fennel.testsupport");
                exported.add("dev.fennel.testsupport.gates");
            }

            assertThat(packages.unexported(exported))
                    .as("what " + kind + " code uses of unexported packages")
                    .isEmpty();
        });
    }
}
