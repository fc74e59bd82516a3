package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.Textfile;
import dev.fennel.exposition.graphite.GraphiteBridge;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.http.ClientInstrumentation;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.pushgateway.Pusher;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the migration guide about what serves, pushes, writes and tests metrics. */
class MigrationOutletsTest {
    @TempDir
    Path folder;

    private final Registry registry = Registry.create();
    private final Counter jobs = Counter.builder("jobs_total", "Jobs done.").register(registry);
    private final Gauge records = Gauge.builder("records", "Records.").build();
    private final CounterVec requests =
            CounterVec.builder("requests_total", "Requests.", "code", "method").register(registry);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void handlers() {
        try (MetricsHandler ofDefaults = MetricsHandler.builder().build();
                MetricsHandler limited = MetricsHandler.builder()
                        .registry(registry)
                        .maxRequestsInFlight(4)
                        .build()) {
            server.createContext("/default", ofDefaults);
            server.createContext("/metrics", limited);

            assertThatMetrics(URI.create(url() + "/default"))
                    .named("jvm_memory_used_bytes")
                    .isNotEmpty();
            assertThatMetrics(URI.create(url() + "/metrics")).contains("jobs_total 0");
        }
    }

    @Test
    void servers() {
        int port = 0;
        try (MetricsServer metrics = MetricsServer.builder().port(port).start()) {
            assertThatMetrics(URI.create("http://127.0.0.1:" + metrics.port() + "/metrics"))
                    .named("process_cpu_seconds_total")
                    .isNotEmpty();
        }
        try (MetricsServer metrics =
                MetricsServer.builder().port(port).registry(registry).start()) {
            assertThatMetrics(URI.create("http://127.0.0.1:" + metrics.port() + "/metrics"))
                    .contains("jobs_total 0");
        }
    }

    @Test
    void requestsAreMeasured() throws Exception {
        HttpHandler handler = exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        };
        server.createContext(
                "/hello",
                ServerInstrumentation.builder().requests(requests).build().wrap(handler));
        server.createContext("/all", ServerInstrumentation.standard(registry).wrap(handler));
        HttpClient client = HttpClient.newHttpClient();
        HttpClient measured =
                ClientInstrumentation.builder().requests(requests).build().wrap(client);
        measured.send(HttpRequest.newBuilder(URI.create(url() + "/hello")).build(), BodyHandlers.discarding());

        assertThat(requests.withLabelValues("204", "get").value()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void pushes() throws IOException {
        try (PushReceiver gateway = PushReceiver.start()) {
            String url = "http://" + gateway.address();
            Pusher.to(url, "db_backup")
                    .collector(records)
                    .grouping("db", "customers")
                    .push();
            Pusher.to(url, "db_backup")
                    .grouping("db", "customers")
                    .gatherer(registry)
                    .add();
            Pusher.to(url, "db_backup").grouping("db", "customers").delete();

            String group = " /metrics/job/db_backup/db/customers";
            assertThat(gateway.requests()).containsExactly("PUT" + group, "POST" + group, "DELETE" + group);
        }
    }

    @Test
    void files() throws IOException {
        Path file = folder.resolve("backup.prom");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Textfile.write(registry, file);
        Format.TEXT.write(registry.gather(), out);

        assertThat(Files.readString(file)).isEqualTo(out.toString()).contains("\njobs_total 0\n");
    }

    /** A stand-in for the registry of another library. */
    private interface OtherRegistry {
        String scrape();
    }

    @Test
    void bothAtOnce() {
        int port = 0;
        OtherRegistry other = () -> """
                # TYPE theirs_total counter
                theirs_total 3
                # TYPE jvm_threads_current gauge
                jvm_threads_current 1
                """;
        Gatherer theirs = () -> TextParser.text().parseLeniently(other.scrape());
        Gatherer both = Gatherers.merge(Registry.defaultRegistry(), theirs);
        MetricsServer server = MetricsServer.builder().port(port).gatherer(both).start();
        try (server) {
            URI page = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
            assertThatMetrics(page).contains("theirs_total 3");
            assertThatMetrics(page).named("jvm_threads_current").hasCount(1);
        }
    }

    /** Only built: the tests of the bridge push to a real one. */
    @Test
    void graphite() {
        GraphiteBridge bridge = GraphiteBridge.builder("localhost", 2003)
                .registry(registry)
                .prefix("shop")
                .build();
        bridge.close();
    }

    @Test
    void assertions() {
        jobs.inc();
        assertThat(jobs.value()).isEqualTo(1);
        assertThat(GatheredMetrics.from(registry).named("jobs_total").value()).isEqualTo(1);
        assertThatMetrics(jobs).hasValue(1);
        assertThatMetrics(registry).hasNoLintProblems();
        String text = """
                # HELP jobs_total Jobs done.
                # TYPE jobs_total counter
                jobs_total 1
                """;
        assertThatMetrics(registry).named("jobs_total").isEqualTo(text);
    }
}
