package dev.fennel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A real carbon, the receiver of Graphite, which stores each series in a file. */
public final class Carbon implements AutoCloseable {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);

    private final RealServer server;
    private final Path series;

    private Carbon(RealServer server, Path series) {
        this.server = server;
        this.series = series;
    }

    /**
     * Starts an empty carbon. Skips or fails the test on a machine without the program.
     *
     * @param folder an empty folder for its configuration and its data
     * @return the running server
     */
    public static Carbon start(Path folder) {
        Path program = RealProgram.find("carbon-cache");
        return new Carbon(
                RealServer.start(port -> command(program, port, folder), Carbon::accepts), folder.resolve("whisper"));
    }

    private static List<String> command(Path program, int port, Path folder) {
        try {
            Path configuration =
                    Files.writeString(folder.resolve("carbon.conf"), """
                    [cache]
                    STORAGE_DIR = %1$s
                    LOCAL_DATA_DIR = %1$s/whisper
                    CONF_DIR = %1$s
                    LOG_DIR = %1$s
                    PID_DIR = %1$s
                    USER =
                    MAX_CREATES_PER_MINUTE = inf
                    MAX_UPDATES_PER_SECOND = inf
                    LINE_RECEIVER_INTERFACE = 127.0.0.1
                    LINE_RECEIVER_PORT = %2$d
                    PICKLE_RECEIVER_PORT = 0
                    CACHE_QUERY_INTERFACE = 127.0.0.1
                    CACHE_QUERY_PORT = %3$d
                    CARBON_METRIC_INTERVAL = 0
                    # Would tell a web application of tags. They are stored anyway.
                    ENABLE_TAGS = False
                    TAG_HASH_FILENAMES = False
                    """.formatted(folder, port, FreePort.find()));
            Files.writeString(folder.resolve("storage-schemas.conf"), "[all]\npattern = .*\nretentions = 1s:1h\n");
            return List.of(program.toString(), "--config=" + configuration, "--debug", "start");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean accepts(RealServer server) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(server.uri().getHost(), server.uri().getPort()));
            return true;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /**
     * The port for the plaintext protocol.
     *
     * @return a port of 127.0.0.1
     */
    public int port() {
        return server.uri().getPort();
    }

    /**
     * Waits until the stored series are as wanted.
     *
     * @param wanted whether these are the series to wait for
     * @return for each path the values by their times, in seconds since the epoch; if they are not stored in time, an
     *     exception with the stored ones is thrown
     */
    public Map<String, Map<Long, Double>> await(Predicate<Map<String, Map<Long, Double>>> wanted) {
        long start = System.nanoTime();
        while (true) {
            Map<String, Map<Long, Double>> stored = stored();
            if (wanted.test(stored)) {
                return stored;
            }
            if (System.nanoTime() - start > WAIT_LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "after " + WAIT_LIMIT + " there is " + stored + ", the server says:\n" + server.output());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private Map<String, Map<Long, Double>> stored() {
        if (!Files.exists(series)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(series)) {
            Map<String, Map<Long, Double>> stored = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Map<Long, Double> points = WhisperFile.points(Files.readAllBytes(file));
                if (!points.isEmpty()) {
                    stored.put(WhisperFile.series(series.relativize(file)), points);
                }
            }
            return stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.close();
    }
}
