package dev.fennel.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Textfile;
import dev.fennel.exposition.graphite.GraphiteBridge;
import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.otlp.OtlpPush;
import dev.fennel.pushgateway.MetricsPush;
import dev.fennel.pushgateway.PeriodicPush;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * All ways out at once: scrapes in all formats, plain and compressed, the live page, pushes by each protocol, lines for
 * Graphite, a text file.
 */
final class SoakOutlets implements AutoCloseable {
    /** Enough for what does not hang, also on a machine that does much else. */
    private static final Duration HANGING_LIMIT = Duration.ofSeconds(2);

    private static final List<String> ACCEPTED = List.of(
            "text/plain;version=0.0.4",
            "application/openmetrics-text;version=1.0.0",
            "application/openmetrics-text;version=2.0.0",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");
    private static final Pattern OPERATIONS = Pattern.compile("(?m)^soak_ops_total (\\S+)");

    private final SoakFaults faults;
    private final SoakReceivers receivers;
    private final Path file;
    private final Registry registry;
    private final MetricsServer server;
    private final MetricsServer hanging;
    private final GraphiteBridge bridge;
    private final Pusher pusher;
    private final List<PeriodicPush> periodic;
    private final RemoteWrite remoteWrite;
    private final OtlpPush otlp;
    private final AtomicLong scrapes = new AtomicLong();
    private final AtomicLong hangs = new AtomicLong();
    private final AtomicLong pushes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    SoakOutlets(Registry registry, SoakFaults faults, SoakReceivers receivers, Path folder, SoakHealth health)
            throws IOException {
        this.registry = registry;
        this.faults = faults;
        this.receivers = receivers;
        file = folder.resolve("soak.prom");
        Gatherer all = Gatherers.merge(registry, faults.failing);
        server = server(all, Duration.ofMinutes(1), health);
        hanging = server(Gatherers.merge(registry, faults.hanging), HANGING_LIMIT, health);
        bridge = GraphiteBridge.builder(receivers.carbonAddress())
                .gatherer(all)
                .interval(Duration.ofMillis(200))
                .errorLog(error -> health.report("graphite: " + error.message()))
                .build();
        bridge.start();
        String receiver = receivers.gatewayUrl();
        pusher = Pusher.to(receiver, "soak").gatherer(registry);
        remoteWrite = RemoteWrite.to(receiver + "/api/v1/write", "soak")
                .gatherer(registry)
                .staleMarkers();
        otlp = OtlpPush.to(receiver, "soak").gatherer(registry).gzip();
        periodic = List.of(
                periodic(
                        "push",
                        Pusher.to(receiver, "periodic").gatherer(registry).gzip(),
                        health),
                periodic("write", RemoteWrite.to(receiver, "periodic").gatherer(registry), health),
                periodic(
                        "export",
                        OtlpPush.to(receiver, "periodic").gatherer(registry).json(),
                        health));
    }

    private static PeriodicPush periodic(String name, MetricsPush<?> push, SoakHealth health) {
        return push.start(Duration.ofMillis(200), thrown -> health.report("periodic " + name + ": " + thrown));
    }

    private static MetricsServer server(Gatherer gatherer, Duration limit, SoakHealth health) throws IOException {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .port(0)
                .handlerOptions(options -> options.gatherer(gatherer)
                        .errorHandling(ErrorHandling.CONTINUE)
                        .collectorTimeout(limit)
                        .timeout(Duration.ofMinutes(1))
                        .errorLog(error -> health.report("scrape: " + error.message())))
                .start();
    }

    List<SoakThread> threads() {
        return List.of(
                new SoakThread("scrapes-1", 10, this::scrapeAll),
                new SoakThread("scrapes-2", 10, this::scrapeAll),
                new SoakThread("hanging-scrapes", 10, this::scrapeHanging),
                new SoakThread("releases", 1000, faults::releaseOnce),
                new SoakThread("pushes", 50, this::push),
                new SoakThread("files", 100, this::writeFile));
    }

    private void scrapeAll() throws IOException {
        double last = 0;
        for (String format : ACCEPTED) {
            for (boolean gzip : new boolean[] {false, true}) {
                HttpURLConnection connection = open(server.uri(), format, gzip);
                byte[] body = body(connection, gzip);
                if (!format.startsWith("application/vnd")) {
                    double operations = operations(new String(body, UTF_8), format);
                    if (operations < last) {
                        throw new IllegalStateException("the counter went from " + last + " to " + operations);
                    }
                    last = operations;
                }
                scrapes.incrementAndGet();
            }
        }
        body(open(server.uri().resolve("/"), "text/html", false), false);
    }

    private static double operations(String text, String format) {
        if (format.startsWith("application/openmetrics-text") && !text.endsWith("# EOF\n")) {
            throw new IllegalStateException("no end in " + text);
        }
        Matcher found = OPERATIONS.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no operations in " + text);
        }
        return Double.parseDouble(found.group(1));
    }

    private static HttpURLConnection open(URI uri, String format, boolean gzip) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(60_000);
        connection.setRequestProperty("Accept", format);
        connection.setRequestProperty("Accept-Encoding", gzip ? "gzip" : "identity");
        return connection;
    }

    private static byte[] body(HttpURLConnection connection, boolean gzip) throws IOException {
        if (connection.getResponseCode() != 200) {
            throw new IOException("status " + connection.getResponseCode());
        }
        if (gzip != "gzip".equals(connection.getContentEncoding())) {
            throw new IOException("asked for gzip " + gzip + ", got " + connection.getContentEncoding());
        }
        try (InputStream in = connection.getInputStream()) {
            return gzip ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }

    /** The answer is all that does not hang. */
    private void scrapeHanging() throws IOException {
        String text = new String(body(open(hanging.uri(), ACCEPTED.get(0), false), false), UTF_8);
        operations(text, ACCEPTED.get(0));
        hangs.incrementAndGet();
    }

    private void push() throws IOException {
        pusher.push();
        pusher.add();
        remoteWrite.push();
        otlp.push();
        pushes.incrementAndGet();
    }

    private void writeFile() throws IOException {
        Textfile.write(registry, file);
        files.incrementAndGet();
    }

    String figures() {
        return String.format(
                "%,d scrapes, %d of the server that hangs, %,d pushes, %,d kB to Graphite, %d files, ",
                scrapes.get(), hangs.get(), pushes.get(), receivers.carbonBytes.get() / 1000, files.get());
    }

    void check(List<String> problems) throws IOException {
        if (scrapes.get() == 0 || hangs.get() == 0 || pushes.get() == 0 || files.get() == 0 || faults.failures() == 0) {
            problems.add("not everything was done: " + figures() + faults.failures() + " failures");
        }
        if (receivers.pushedBytes.get() == 0 || receivers.carbonBytes.get() == 0) {
            problems.add("nothing arrived: " + receivers.pushedBytes + " and " + receivers.carbonBytes + " bytes");
        }
        if (operations(Files.readString(file), "") <= 0) {
            problems.add("no operations in " + file);
        }
    }

    @Override
    public void close() throws IOException {
        periodic.forEach(PeriodicPush::close);
        bridge.close();
        server.close();
        hanging.close();
    }

    /** Deletes a folder that should hold nothing but the text file. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.toList();
            if (found.size() != 1) {
                throw new IOException("expected one file, got " + found);
            }
            Files.delete(found.get(0));
        }
        Files.delete(folder);
    }
}
