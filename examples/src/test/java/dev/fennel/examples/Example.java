package dev.fennel.examples;

import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Runs an example as a user does, as a program of its own. */
final class Example {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);

    private Example() {}

    /** How a program ended, and what it wrote to standard output and error. */
    record Ended(int status, String output) {}

    /** Starts an example that serves metrics, and waits until it is ready. */
    static RealServer serve(Class<?> example, String... options) {
        return serve(List.of("-cp", System.getProperty("java.class.path"), example.getName()), options);
    }

    /** Starts a program that serves metrics, given the arguments of {@code java} that name it. */
    static RealServer serve(List<String> program, String... options) {
        return RealServer.start(
                port -> {
                    List<String> all = new ArrayList<>(List.of("-Dport=" + port));
                    all.addAll(List.of(options));
                    return java(all, program);
                },
                "/metrics");
    }

    /** Starts an example, to be destroyed by the caller. */
    static Process start(Class<?> example, String... options) throws IOException {
        List<String> program = List.of("-cp", System.getProperty("java.class.path"), example.getName());
        return new ProcessBuilder(java(List.of(options), program))
                .redirectErrorStream(true)
                .start();
    }

    /** Starts the source of a class, which is written to a file first, to be destroyed by the caller. */
    static Process startSource(Path file, String source) throws IOException {
        return new ProcessBuilder(sourceCommand(file, source))
                .redirectErrorStream(true)
                .start();
    }

    /** Writes the source of a class to a file, and returns the command that compiles and runs it. */
    static List<String> sourceCommand(Path file, String source) {
        try {
            Files.writeString(file, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return java(List.of("-cp", System.getProperty("java.class.path")), List.of(file.toString()));
    }

    /** Runs an example to its end. */
    static Ended run(Class<?> example, String... options) throws IOException, InterruptedException {
        return end(start(example, options));
    }

    /** Waits for the end of a process whose errors go to its standard output. */
    static Ended end(Process process) throws IOException, InterruptedException {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Repeats the scrape until the metrics are as wanted, since the program works at the same time. */
    static String await(RealServer program, Predicate<String> wanted) {
        long start = System.nanoTime();
        while (true) {
            String metrics = program.get("/metrics");
            if (wanted.test(metrics)) {
                return metrics;
            }
            if (System.nanoTime() - start > WAIT_LIMIT.toNanos()) {
                throw new IllegalStateException("after " + WAIT_LIMIT + " the metrics are:\n" + metrics);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static List<String> java(List<String> options, List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(program);
        return command;
    }
}
