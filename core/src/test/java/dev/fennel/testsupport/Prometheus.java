package dev.fennel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A real Prometheus server with the configuration of a test. */
public final class Prometheus implements AutoCloseable {
    private static final String READY = "/-/ready";
    private static final String CONFIG = "prometheus.yml";
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(60);

    private final RealServer server;

    private Prometheus(RealServer server) {
        this.server = server;
    }

    /**
     * One series in the result of a query.
     *
     * @param labels all its labels; the name of the metric is {@code __name__}
     * @param value the value
     */
    public record Sample(Map<String, String> labels, double value) {}

    /**
     * Starts a server. Skips or fails the test on a machine without the program.
     *
     * @param age which server
     * @param configYaml the content of the configuration file; a scrape that takes longer than the interval makes all
     *     series of its target stale, so an interval of three seconds is better than one second
     * @param folder an empty folder for the configuration and the data, such as a test's temporary folder
     * @param flags additional flags, such as {@code --enable-feature=native-histograms}
     * @return the running server
     */
    public static Prometheus start(Age age, String configYaml, Path folder, String... flags) {
        return start(RealProgram.find(age, "prometheus"), configYaml, folder, flags);
    }

    /**
     * Starts a server that receives OTLP at {@code /api/v1/otlp/v1/metrics}. Skips or fails the test on a machine
     * without it.
     *
     * @param configYaml the content of the configuration file
     * @param folder an empty folder for the configuration and the data
     * @param flags flags besides the one for OTLP
     * @return the running server
     */
    public static Prometheus startOtlpReceiver(String configYaml, Path folder, String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--web.enable-otlp-receiver");
        return start(RealProgram.otlpReceiver(), configYaml, folder, all.toArray(String[]::new));
    }

    private static Prometheus start(Path program, String configYaml, Path folder, String... flags) {
        Path config = write(configYaml, folder);
        return new Prometheus(RealServer.start(port -> command(program, config, folder, port, flags), READY));
    }

    /**
     * Starts a server again that was closed: at the same address, with the same configuration and its data.
     *
     * @param age which server
     * @param uri its address
     * @param folder the folder that it was started with
     * @param flags the additional flags
     * @return the running server
     */
    public static Prometheus startAgain(Age age, URI uri, Path folder, String... flags) {
        Path program = RealProgram.find(age, "prometheus");
        List<String> command = command(program, folder.resolve(CONFIG), folder, uri.getPort(), flags);
        return new Prometheus(RealServer.startAgain(command, uri.getPort(), READY));
    }

    private static List<String> command(Path program, Path config, Path folder, int port, String... flags) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(flags));
        return command;
    }

    /**
     * Starts the newest VictoriaMetrics, which has the same API. Skips or fails the test on a machine without it.
     *
     * @param configYaml the content of the configuration file, with {@code scrape_configs} only
     * @param folder an empty folder for the configuration and the data
     * @return the running server
     */
    public static Prometheus startVictoriaMetrics(String configYaml, Path folder) {
        Path program = RealProgram.find(Age.NEWEST, "victoria-metrics");
        Path config = write(configYaml, folder);
        return new Prometheus(RealServer.start(
                port -> List.of(
                        program.toString(),
                        "-promscrape.config=" + config,
                        "-storageDataPath=" + folder.resolve("data"),
                        "-httpListenAddr=127.0.0.1:" + port,
                        "-search.latencyOffset=0s"), // by default, a query does not see what is younger than 30 s
                "/health"));
    }

    /** Has VictoriaMetrics show in queries what it has stored, which it does by itself some ten seconds later. */
    public void flush() {
        server.get("/internal/force_flush");
    }

    private static Path write(String configYaml, Path folder) {
        try {
            return Files.writeString(folder.resolve(CONFIG), configYaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The address of the server.
     *
     * @return a URL without a path
     */
    public URI uri() {
        return server.uri();
    }

    /**
     * Queries the present value of an expression.
     *
     * @param promql an expression that yields a vector or a scalar of floats
     * @return the series, none if there is no data
     */
    public List<Sample> query(String promql) {
        String path = "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8);
        Map<String, Object> data = Json.object(api(path).get("data"));
        if (data.get("resultType").equals("scalar")) {
            return List.of(new Sample(Map.of(), value(data.get("result"))));
        }
        return Json.objects(data.get("result")).stream().map(Prometheus::sample).toList();
    }

    /**
     * Repeats a query until its result is as wanted, since what a program exposes is seen one or two intervals later.
     *
     * @param promql an expression that yields a vector or a scalar of floats
     * @param wanted whether a result is the one to wait for
     * @return the wanted result; if there is none in time, an exception with the last result is thrown
     */
    public List<Sample> await(String promql, Predicate<List<Sample>> wanted) {
        long start = System.nanoTime();
        while (true) {
            List<Sample> samples = query(promql);
            if (wanted.test(samples)) {
                return samples;
            }
            if (System.nanoTime() - start > WAIT_LIMIT.toNanos()) {
                throw new IllegalStateException("query \"" + promql + "\" after " + WAIT_LIMIT + " gives " + samples
                        + ", the server says:\n" + server.output());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /**
     * Gets any other page of the API, such as {@code /api/v1/targets} or {@code /api/v1/metadata}.
     *
     * @param pathAndQuery encoded, from the first slash on
     * @return the whole answer as {@link Json#parse} returns it
     */
    public Map<String, Object> api(String pathAndQuery) {
        return Json.object(Json.parse(server.get(pathAndQuery)));
    }

    /** Stops the server. */
    @Override
    public void close() {
        server.close();
    }

    private static Sample sample(Map<String, Object> series) {
        if (!series.containsKey("value")) {
            throw new IllegalStateException("expected a float, got " + series
                    + "; ask for a native histogram with histogram_count() and the like, or by api()");
        }
        return new Sample(Json.strings(series.get("metric")), value(series.get("value")));
    }

    /** The value in a pair of time and value. It is a string with a number as Go writes it. */
    private static double value(Object timeAndValue) {
        String text = (String) ((List<?>) timeAndValue).get(1);
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
