package dev.fennel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * A server program that runs for a test, on loopback, until it is closed. It is killed if the JVM of the test ends
 * first.
 *
 * <p>Every failure throws an exception with the output of the server in its message.
 */
public final class RealServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final URI uri;
    private final Path output;
    private final Thread killer;

    private RealServer(List<String> command, int port) {
        uri = URI.create("http://127.0.0.1:" + port);
        try {
            output = Files.createTempFile("fennel-server", ".log");
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts a server and waits until it answers. If it ends at once, perhaps because another process took the port
     * first, it is started again on another port, at most twice.
     *
     * @param command makes the program and its arguments for a port of 127.0.0.1 to listen on
     * @param readyPath a path that the server answers with status 200 once it is ready
     * @return the running server
     */
    public static RealServer start(IntFunction<List<String>> command, String readyPath) {
        return start(command, server -> server.answers(readyPath));
    }

    /**
     * Starts a server and waits until it is ready. If it ends at once, it is started again, as in the other method.
     *
     * @param command makes the program and its arguments for a port of 127.0.0.1 to listen on
     * @param ready whether the server is ready; an {@link UncheckedIOException} means that it is not ready yet
     * @return the running server
     */
    public static RealServer start(IntFunction<List<String>> command, Predicate<RealServer> ready) {
        String ended = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FreePort.find();
            RealServer server = new RealServer(command.apply(port), port);
            if (server.awaitReady(ready)) {
                return server;
            }
            ended = server.closeEnded();
        }
        throw new IllegalStateException(ended);
    }

    /**
     * Starts a server on the port of one that is closed now, and waits until it answers.
     *
     * @param command the program and its arguments, for that port of 127.0.0.1
     * @param port the port
     * @param readyPath a path that the server answers with status 200 once it is ready
     * @return the running server
     */
    public static RealServer startAgain(List<String> command, int port, String readyPath) {
        RealServer server = new RealServer(command, port);
        if (!server.awaitReady(ready -> ready.answers(readyPath))) {
            throw new IllegalStateException(server.closeEnded());
        }
        return server;
    }

    /** Closes a server whose process has ended, and returns a message that says how it ended. */
    private String closeEnded() {
        String ended = process.info().commandLine().orElse("the server at " + uri) + " ended with status "
                + process.exitValue() + ":\n" + output();
        close();
        return ended;
    }

    /** Waits until the server is ready. Returns false if the process has ended instead. */
    private boolean awaitReady(Predicate<RealServer> ready) {
        long start = System.nanoTime();
        while (!isReady(ready)) {
            try {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
            if (System.nanoTime() - start > START_LIMIT.toNanos()) {
                String said = output();
                close();
                throw new IllegalStateException("not ready within " + START_LIMIT + " at " + uri + ":\n" + said);
            }
        }
        return true;
    }

    private boolean isReady(Predicate<RealServer> ready) {
        try {
            return ready.test(this);
        } catch (UncheckedIOException e) {
            return false; // not listening yet
        }
    }

    private boolean answers(String path) {
        return send(HttpRequest.newBuilder(uri(path))).statusCode() == 200;
    }

    /**
     * The address of the server.
     *
     * @return a URL without a path
     */
    public URI uri() {
        return uri;
    }

    /**
     * A page of the server.
     *
     * @param pathAndQuery encoded, from the first slash on
     * @return its URL
     */
    public URI uri(String pathAndQuery) {
        return URI.create(uri + pathAndQuery);
    }

    /**
     * Gets a page.
     *
     * @param pathAndQuery encoded, from the first slash on
     * @return the body of an answer with status 200; any other status throws
     */
    public String get(String pathAndQuery) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(pathAndQuery)));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "GET " + uri + pathAndQuery + ": status " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(REQUEST_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * What the server has written to standard output and error so far.
     *
     * @return the text
     */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    /**
     * Stops the server and the processes that it has started, politely first, and waits until all of them have ended.
     */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted();
        } finally {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        descendants.forEach(descendant -> descendant
                .onExit()
                .completeOnTimeout(descendant, STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join());
        Runtime.getRuntime().removeShutdownHook(killer);
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted");
    }
}
