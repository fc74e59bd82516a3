package dev.fennel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus' command-line tool. */
public final class Promtool {
    private static final long LIMIT_SECONDS = 60;

    private Promtool() {}

    /**
     * How a run ended.
     *
     * @param status the exit status
     * @param output what it wrote to standard output and error
     */
    public record Result(int status, String output) {}

    /**
     * Parses and lints metrics with {@code promtool check metrics}. Skips or fails the test on a machine without the
     * tool.
     *
     * @param age which tool
     * @param text metrics in the text format
     * @return status 0 and no output if there is no problem, 3 if the linter finds problems, 1 if the text cannot be
     *     parsed
     */
    public static Result checkMetrics(Age age, String text) {
        try {
            Path input = Files.createTempFile("fennel-promtool", ".prom");
            try {
                Files.writeString(input, text);
                return run(age, Redirect.from(input.toFile()), "check", "metrics");
            } finally {
                Files.delete(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs any other command. Skips or fails the test on a machine without the tool.
     *
     * @param age which tool
     * @param arguments what follows the name of the tool
     * @return how it ended
     */
    public static Result run(Age age, String... arguments) {
        try {
            return run(age, Redirect.PIPE, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result run(Age age, Redirect input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(RealProgram.find(age, "promtool").toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("fennel-promtool", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(input)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Result(await(process), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    private static int await(Process process) {
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException("promtool did not end within " + LIMIT_SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
