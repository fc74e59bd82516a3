package dev.fennel.examples;

import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs an example as a user does: as a program of its own. */
final class Example {
    private Example() {}

    /** Starts an example that serves metrics; it is ready when this returns. */
    static RealServer serve(Class<?> example, String... moreArguments) {
        return RealServer.start(
                port -> {
                    List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
                    arguments.addAll(List.of(moreArguments));
                    return command(example, arguments);
                },
                "/metrics");
    }

    /** Runs an example to its end; gives its exit status. */
    static int run(Class<?> example, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(example, List.of(arguments)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (!output.startsWith("Pushed to ")) {
            throw new AssertionError(example + " ended with status " + status + ": " + output);
        }
        return status;
    }

    private static List<String> command(Class<?> example, List<String> arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), example.getName()));
        command.addAll(arguments);
        return command;
    }
}
