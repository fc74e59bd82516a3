package dev.fennel.testsupport;

import dev.fennel.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of the tests in a JVM of its own. */
public final class OtherJvm {
    private OtherJvm() {}

    /**
     * Runs a program with the library on the class path.
     *
     * @param main the class with the main method
     * @param options for the JVM
     * @return what it printed; an {@link AssertionError} is thrown if its exit status is not 0
     */
    public static String run(Class<?> main, String... options) {
        return run(List.of(options), home(Registry.class) + System.getProperty("path.separator") + home(main), main);
    }

    /**
     * Runs a program with the library and more code on the class path.
     *
     * @param more classes that stand for the code that they came with, such as another module of the library
     * @param main the class with the main method, which may use what is in this package
     * @param options for the JVM
     * @return what it printed; an {@link AssertionError} is thrown if its exit status is not 0
     */
    public static String runWith(List<Class<?>> more, Class<?> main, String... options) {
        List<String> path = new ArrayList<>(List.of(home(Registry.class), home(OtherJvm.class), home(main)));
        more.forEach(type -> path.add(home(type)));
        return run(List.of(options), String.join(System.getProperty("path.separator"), path), main);
    }

    /**
     * Runs a program with the library as a named module.
     *
     * @param main the class with the main method
     * @return what it printed; an {@link AssertionError} is thrown if its exit status is not 0
     */
    public static String runModular(Class<?> main) {
        List<String> options = List.of("--module-path", home(Registry.class), "--add-modules", "dev.fennel.core");
        return run(options, home(main), main);
    }

    private static String run(List<String> options, String classPath, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
