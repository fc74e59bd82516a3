package dev.fennel.testsupport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the real programs that tests run.
 *
 * <p>If a program is missing, the test fails under the system property {@code e2e=required}, and is skipped otherwise.
 */
public final class RealProgram {
    private RealProgram() {}

    /**
     * Finds a program on the {@code PATH}. If it is not there, the test is skipped or fails at this point.
     *
     * @param name the program's file name
     * @return its path
     */
    public static Path find(String name) {
        String path = System.getenv("PATH");
        return find(name, path == null ? "" : path, System.getProperty("e2e", "optional"));
    }

    static Path find(String name, String searchPath, String e2e) {
        for (String folder : searchPath.split(File.pathSeparator)) {
            Path program = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
        }
        String message = "\"" + name + "\" is not on the PATH: " + searchPath;
        return e2e.equals("required") ? Assertions.fail(message + " (and e2e=required)") : Assumptions.abort(message);
    }
}
