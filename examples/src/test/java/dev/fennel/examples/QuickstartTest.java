package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows to authors of libraries and of batch jobs. */
class QuickstartTest {
    @TempDir
    Path folder;

    private record FixedPool(int idle, int busy) implements Pool {}

    @Test
    void aLibraryIsCollectedFrom() throws Exception {
        Pool pool = new FixedPool(3, 5);
        Registry registry = Registry.pedantic();
        registry.register(new PoolCollector(pool));
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .port(0)
                .registry(registry)
                .start()) {
            assertThatMetrics(new PoolCollector(pool))
                    .withLabels("state", "idle")
                    .hasValue(3);
            assertThatMetrics(new PoolCollector(pool)).hasNoLintProblems();
            assertThatMetrics(server.uri()).named("pool_connections").isEqualTo("""
                    # HELP pool_connections Connections of the pool.
                    # TYPE pool_connections gauge
                    pool_connections{state="busy"} 5
                    pool_connections{state="idle"} 3
                    """);
        }
    }

    @Test
    void callsAreTimedByTheirTarget() {
        Registry registry = Registry.create();
        HistogramVec latencies = HistogramVec.builder("call_duration_seconds", "Time of a call.", "target")
                .buckets(.01, .1, 1)
                .register(registry);
        latencies.withLabelValues("db").time(() -> work());

        assertThatMetrics(registry).withLabels("target", "db").hasObservationCount(1);
    }

    private static void work() {}

    /** Starts the program of the README, which is compiled as it stands. */
    private Process startBackup(String gateway) throws IOException {
        String source = Page.of("README.md").blocks("java").stream()
                .filter(block -> block.contains("class Backup"))
                .findFirst()
                .orElseThrow();
        assertThat(source).contains("localhost:9091");
        return Example.startSource(folder.resolve("Backup.java"), source.replace("localhost:9091", gateway));
    }

    @Test
    void aBatchJobPushes() throws Exception {
        List<String> requests = new ArrayList<>();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n" + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        try {
            assertThat(Example.end(
                            startBackup("127.0.0.1:" + gateway.getAddress().getPort())))
                    .isEqualTo(new Example.Ended(0, ""));
        } finally {
            gateway.stop(0);
        }

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0))
                .startsWith("PUT /metrics/job/db_backup/db/customers\n")
                .contains("backup_records", "backup_duration_seconds")
                .contains("backup_last_success_timestamp_seconds");
    }
}
