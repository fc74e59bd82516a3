package dev.fennel.testsupport;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealServersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void pushgatewayAnswersUntilItIsClosed(Age age) {
        Pushgateway gateway = Pushgateway.start(age);
        try (gateway) {
            assertThat(gateway.groups()).isEmpty();
            assertThat(gateway.metrics()).contains("pushgateway_build_info");
        }
        assertThatThrownBy(gateway::metrics).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void pushgatewayComesBackWhereItWas(Age age) {
        Pushgateway first = Pushgateway.start(age);
        first.close();
        try (Pushgateway second = Pushgateway.startAgain(age, first.uri())) {
            assertThat(second.uri()).isEqualTo(first.uri());
            assertThat(second.groups()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void prometheusReturnsWhatItScraped(Age age) throws IOException {
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        target.createContext("/metrics", exchange -> {
            byte[] body = "jobs{queue=\"a b\"} 7\nroom +Inf\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        target.start();
        String address = "127.0.0.1:" + target.getAddress().getPort();
        try (Prometheus prometheus = Prometheus.start(age, """
                scrape_configs:
                  - job_name: "test"
                    scrape_interval: 3s
                    static_configs: [{targets: ["%s"]}]
                """.formatted(address), folder)) {
            assertThat(prometheus.await("jobs", samples -> !samples.isEmpty()))
                    .containsExactly(new Prometheus.Sample(
                            Map.of("__name__", "jobs", "queue", "a b", "instance", address, "job", "test"), 7));
            assertThat(prometheus.query("scalar(room)"))
                    .containsExactly(new Prometheus.Sample(Map.of(), Double.POSITIVE_INFINITY));
            assertThat(prometheus.query("no_such_metric")).isEmpty();
            assertThat(prometheus.api("/api/v1/targets")).containsEntry("status", "success");
        } finally {
            target.stop(0);
        }
    }

    @Test
    void carbonStoresTheLinesItGets() throws IOException {
        long now = Instant.now().getEpochSecond();
        try (Carbon carbon = Carbon.start(folder)) {
            try (Socket socket = new Socket("127.0.0.1", carbon.port())) {
                String lines = "a.b 1.5 %1$d\nc;x=1.2 -3 %1$d\nc;x=1.2 4 %2$d\ninvalid\n".formatted(now, now - 1);
                socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(carbon.await(stored ->
                            stored.size() == 2 && stored.get("c;x=1.2").size() == 2))
                    .containsOnly(entry("a.b", Map.of(now, 1.5)), entry("c;x=1.2", Map.of(now, -3.0, now - 1, 4.0)));
        }
    }

    @Test
    void serverThatEndsAtOnceThrowsWithItsOutput() {
        Path program = RealProgram.find("prometheus");
        assertThatThrownBy(() -> RealServer.start(port -> List.of(program.toString(), "--no-such-flag"), "/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with status")
                .hasMessageContaining("no-such-flag");
    }

    @ParameterizedTest
    @EnumSource
    void promtoolDistinguishesGoodUnusualAndBrokenMetrics(Age age) {
        String good = "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 1\n";
        assertThat(Promtool.checkMetrics(age, good)).isEqualTo(new Promtool.Result(0, ""));

        Promtool.Result unusual = Promtool.checkMetrics(age, "# HELP jobs Jobs.\n# TYPE jobs counter\njobs 1\n");
        assertThat(unusual.status()).isEqualTo(3);
        assertThat(unusual.output()).contains("counter metrics should have \"_total\" suffix");

        Promtool.Result broken = Promtool.checkMetrics(age, "jobs one\n");
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.output()).contains("one");
    }
}
