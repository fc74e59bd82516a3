package dev.fennel.testsupport;

import dev.fennel.registry.Registry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
     * Runs a program with the library and others on the class path.
     *
     * @param main the class with the main method
     * @param others a class of each of the others
     * @param options for the JVM
     * @return what it printed; an {@link AssertionError} is thrown if its exit status is not 0
     */
    public static String run(Class<?> main, List<? extends Class<?>> others, String... options) {
        StringBuilder classPath = new StringBuilder(home(Registry.class));
        for (Class<?> other : others) {
            classPath.append(System.getProperty("path.separator")).append(home(other));
        }
        return run(List.of(options), classPath + System.getProperty("path.separator") + home(main), main);
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

    /**
     * Runs a program with arguments, and ends it if it takes too long.
     *
     * @param main the class with the main method
     * @param limit how long it may take
     * @param options for the JVM
     * @param arguments for the program
     * @return what it printed, stack traces included; an {@link AssertionError} is thrown if it did not end in time
     */
    public static String run(Class<?> main, Duration limit, List<String> options, List<String> arguments) {
        List<String> command = command(options, home(Registry.class) + File.pathSeparator + home(main), main);
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("output", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                try {
                    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                    String printed = Files.readString(output);
                    if (!ended) {
                        throw new AssertionError(command + " did not end within " + limit + ": " + printed);
                    }
                    return printed;
                } finally {
                    process.destroyForcibly().waitFor();
                }
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> command(List<String> options, String classPath, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        return command;
    }

    private static String run(List<String> options, String classPath, Class<?> main) {
        List<String> command = command(options, classPath, main);
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
