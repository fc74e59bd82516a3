package dev.fennel.testsupport.gates;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Holds the public API of the module under test against the text file that a reviewer sees,
 * {@code src/test/resources/MODULE-api.txt}.
 */
public abstract class ApiRules {
    /**
     * The system property with which the test rewrites the file: of the module that is its value, or of all if empty.
     */
    private static final String UPDATE = "api.update";

    @Test
    void publicApiIsTheOneInTheFile() throws IOException {
        PublicApi api = new PublicApi(Path.of("target", "classes"), getClass().getClassLoader());
        String module = api.moduleName().substring(api.moduleName().lastIndexOf('.') + 1);
        Path file = Path.of("src", "test", "resources", module + "-api.txt");
        if (Set.of(module, "", "true").contains(System.getProperty(UPDATE, "none"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, api.text());
            return;
        }
        String expected = Files.exists(file) ? Files.readString(file) : "";
        if (!expected.equals(api.text())) {
            fail("the public API of " + api.moduleName() + " is not the one in " + module + "/" + file
                    + " (- gone, + new):\n\n" + ApiDiff.between(expected, api.text())
                    + "\nif that is what you mean, rewrite the file and commit it:\n"
                    + "mvn test -am -pl " + module + " -Dtest=ApiTest -D" + UPDATE + "=" + module + "\n");
        }
    }
}
