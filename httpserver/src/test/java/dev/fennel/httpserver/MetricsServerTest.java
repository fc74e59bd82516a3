package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
    private static final String BODY = Fixtures.text(Fixtures.depth(7));

    @Test
    void freePortIsChosenAndTold() throws Exception {
        try (MetricsServer one = depthServer().start();
                MetricsServer two = depthServer().port(0).start()) {
            assertThat(one.port()).isPositive().isNotEqualTo(two.port());
            assertThat(one.uri()).hasToString("http://127.0.0.1:" + one.port() + "/metrics");
            assertThat(Scraped.get(one.uri()).body()).isEqualTo(BODY);
            assertThat(Scraped.get(two.uri()).body()).isEqualTo(BODY);
        }
    }

    @Test
    void registryIsServedByDefault() throws Exception {
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(Registry.create())
                .start()) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(200);
        }
        try (MetricsServer server = MetricsServer.builder().host("127.0.0.1").start()) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void gathererIsServedAndTheRegistryTakesTheServersOwnMetrics() throws Exception {
        Registry own = Registry.create();
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(own)
                .gatherer(() -> Fixtures.depth(7))
                .start()) {
            assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
        }
        assertThat(own.gather().families())
                .extracting(MetricFamily::name)
                .isNotEmpty()
                .allMatch(name -> name.startsWith("promhttp_"));
    }

    @ParameterizedTest
    @CsvSource({"/metrics, /metrics", "/, /", "/actuator/prometheus, /actuator/prometheus", "/wie geht's, /wie%20geht's"
    })
    void pathIsWhereTheMetricsAre(String path, String inUri) throws Exception {
        try (MetricsServer server = depthServer().path(path).start()) {
            assertThat(server.uri().getRawPath()).isEqualTo(inUri);
            assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
            assertThat(Scraped.get(server.uri().resolve("/elsewhere")).statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0"})
    void serverOnAllInterfacesIsFoundAtLocalhost(String host) throws Exception {
        MetricsServer.Builder builder = MetricsServer.builder()
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build());
        try (MetricsServer server = (host.isEmpty() ? builder : builder.host(host)).start()) {
            assertThat(server.uri()).hasToString("http://localhost:" + server.port() + "/metrics");
            assertThat(RawClient.answer(server.port(), "GET /metrics HTTP/1.0")).endsWith(BODY);
        }
    }

    @Test
    void badSettingsAreRefused() {
        MetricsServer.Builder builder = MetricsServer.builder();

        assertThatThrownBy(() -> builder.port(-1)).hasMessage("port -1: expected 0 to 65535");
        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.path("metrics"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("path \"metrics\": expected a slash in front, and just one");
        assertThatThrownBy(() -> builder.path("//host")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.clientTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client timeout PT0S: expected above 0 and at most 292 years");
        assertThatThrownBy(() -> builder.closeGrace(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("close grace PT-0.001S: expected at least 0 and at most 292 years");
        assertThatThrownBy(() -> builder.closeGrace(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> depthServer().registry(Registry.create()).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("got both a registry and a handler, expected one of them");
        assertThatThrownBy(() -> depthServer().gatherer(Registry.create()).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("got both a gatherer and a handler, expected one of them");
        assertThatThrownBy(() -> depthServer().handlerOptions(options -> {}).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("got both handler options and a handler, expected one of them");
    }

    @Test
    void unknownHostIsNamed() {
        assertThatThrownBy(() -> depthServer().host("no.such.host.invalid").start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("metrics server: unknown host \"no.such.host.invalid\"");
    }

    @Test
    void portInUseIsNamedAndNoThreadIsLeft() throws Exception {
        try (MetricsServer first = depthServer().start()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();

            assertThatThrownBy(() -> depthServer().port(first.port()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith(
                            "metrics server: cannot listen on host \"127.0.0.1\", port " + first.port() + ": ");

            assertThat(before).containsAll(Thread.getAllStackTraces().keySet());
            assertThat(Scraped.get(first.uri()).body()).isEqualTo(BODY);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void portInUseLeavesNoFileOpen() throws Exception {
        try (MetricsServer first = depthServer().start()) {
            int before = openFiles();
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> depthServer().port(first.port()).start())
                        .isInstanceOf(UncheckedIOException.class);
            }
            assertThat(openFiles()).isLessThan(before + 50);
        }
    }

    @Test
    void closeEndsAllThreads() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        MetricsServer server = depthServer().start();
        for (int i = 0; i < 20; i++) {
            assertThat(RawClient.answer(server.port(), "GET /metrics HTTP/1.0")).endsWith(BODY);
        }
        Set<Thread> own = new HashSet<>(Thread.getAllStackTraces().keySet());
        own.removeAll(before);
        assertThat(own).extracting(Thread::getName).contains("HTTP-Dispatcher", "fennel-metrics-clients");
        assertThat(own).allMatch(Thread::isDaemon);

        server.close();
        server.close();

        for (Thread thread : own) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void closedPortIsFreeAgain() throws Exception {
        MetricsServer first = depthServer().start();
        Scraped.get(first.uri());
        first.close();

        try (MetricsServer second = depthServer().port(first.port()).start()) {
            assertThat(Scraped.get(second.uri()).body()).isEqualTo(BODY);
        }
    }

    @Test
    void givenExecutorIsUsedAndOutlivesTheServer() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "given"));
        try {
            String[] servedBy = new String[1];
            MetricsHandler handler =
                    handler(() -> servedBy[0] = Thread.currentThread().getName());
            try (MetricsServer server = MetricsServer.builder()
                    .host("127.0.0.1")
                    .handler(handler)
                    .executor(executor)
                    .start()) {
                assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
            }
            assertThat(servedBy[0]).isEqualTo("given");
            assertThat(executor.isShutdown()).isFalse();
        } finally {
            executor.shutdownNow();
        }
    }

    private static MetricsServer.Builder depthServer() {
        return MetricsServer.builder().host("127.0.0.1").handler(handler(() -> {}));
    }

    private static MetricsHandler handler(Runnable whileGathering) {
        return MetricsHandler.builder()
                .gatherer(() -> {
                    whileGathering.run();
                    return Fixtures.depth(7);
                })
                .build();
    }

    private static int openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return (int) files.count();
        }
    }
}
