package dev.fennel.testsupport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the real programs that tests run.
 *
 * <p>If a program is missing, the test is skipped. It fails instead under the system property {@code e2e=required}, for
 * a program of the newest age under {@code e2e.newest=required}, and for the Prometheus that receives OTLP under
 * {@code e2e.otlp=required}.
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
        return find(Age.SYSTEM, name);
    }

    /**
     * Finds a program of an age. If it is not there, the test is skipped or fails at this point.
     *
     * @param age where to look
     * @param name the program's file name
     * @return its path
     */
    public static Path find(Age age, String name) {
        return switch (age) {
            case SYSTEM -> find(name, environment("PATH", ""), "e2e");
            case NEWEST -> find(name, newest().resolve("usr/bin").toString(), "e2e.newest");
        };
    }

    /**
     * Finds the Prometheus that receives OTLP, which Debian's own don't. If it is not there, the test is skipped or
     * fails at this point.
     *
     * @return its path
     */
    public static Path otlpReceiver() {
        return find(
                "prometheus",
                cached("FENNEL_OTLP_RECEIVER", "fennel-otlp-receiver")
                        .resolve("bin")
                        .toString(),
                "e2e.otlp");
    }

    /**
     * The folder that {@code .ci/newest} unpacks the newest programs into.
     *
     * @return its path, whether it is there or not
     */
    public static Path newest() {
        return cached("FENNEL_NEWEST", "fennel-newest");
    }

    private static Path cached(String variable, String name) {
        String home = environment("HOME", System.getProperty("user.home"));
        return Path.of(environment(variable, home + "/.cache/" + name));
    }

    private static String environment(String variable, String otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    static Path find(String name, String searchPath, String property) {
        for (String folder : searchPath.split(File.pathSeparator)) {
            Path program = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
        }
        String message = "\"" + name + "\" is not in " + searchPath;
        return System.getProperty(property, "optional").equals("required")
                ? Assertions.fail(message + " (and " + property + "=required)")
                : Assumptions.abort(message);
    }
}
