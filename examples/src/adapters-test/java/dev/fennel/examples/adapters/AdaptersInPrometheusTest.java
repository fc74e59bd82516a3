package dev.fennel.examples.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.examples.Dashboard;
import dev.fennel.examples.Dashboard.Query;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Prometheus scrapes all frameworks under load, and answers what the dashboard asks for. */
class AdaptersInPrometheusTest {
    /** What is requested again and again, and how it is answered: one in five fails. */
    private static final Map<String, Integer> LOAD = Map.of(
            "GET /items/7", 200, "POST /items", 201, "GET /stream", 200, "GET /fail", 500, "GET /nowhere/7", 404);

    private static final double ERROR_RATIO = 1.0 / LOAD.size();

    private static final Map<Framework, RunningServer> SERVERS = new EnumMap<>(Framework.class);
    private static Prometheus prometheus;
    private static Thread load;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        StringBuilder config = new StringBuilder("""
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                scrape_configs:
                """);
        for (Framework framework : Framework.values()) {
            Registry registry = Registry.create();
            Scraper scraper = Scraper.builder().registry(registry).build();
            Path ownFolder = Files.createDirectory(folder.resolve(framework.name()));
            RunningServer server = framework.start(new Measuring.Standard(registry), scraper, ownFolder);
            SERVERS.put(framework, server);
            config.append("  - {job_name: %s, static_configs: [{targets: ['127.0.0.1:%d']}]}%n"
                    .formatted(framework, server.port()));
        }
        prometheus =
                Prometheus.start(Age.SYSTEM, config.toString(), Files.createDirectory(folder.resolve("prometheus")));
        load = new Thread(AdaptersInPrometheusTest::keepRequesting, "load");
        load.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (load != null) {
            load.interrupt();
            load.join();
        }
        if (prometheus != null) {
            prometheus.close();
        }
        SERVERS.values().forEach(RunningServer::close);
        SERVERS.clear();
    }

    private static void keepRequesting() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (!Thread.currentThread().isInterrupted()) {
            for (RunningServer server : SERVERS.values()) {
                LOAD.keySet().forEach(request -> client.sendAsync(request(server, request), BodyHandlers.discarding())
                        .join());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static HttpRequest request(RunningServer server, String request) {
        String[] methodAndPath = request.split(" ");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + methodAndPath[1]))
                .method(
                        methodAndPath[0],
                        methodAndPath[0].equals("POST") ? BodyPublishers.ofString("hello") : BodyPublishers.noBody())
                .build();
    }

    @ParameterizedTest
    @EnumSource(Framework.class)
    void theDashboardShowsTheRequestsOfEachFramework(Framework framework) {
        List<Query> queries = new Dashboard()
                .queries()
                .filter(query -> query.expression().contains("http_server_"))
                .toList();
        assertThat(queries).hasSizeGreaterThan(10);
        for (Query query : queries) {
            prometheus.await(
                    query.with(Map.of("job", framework.name(), "instance", ".*", "__rate_interval", "10s")),
                    samples ->
                            !samples.isEmpty() && samples.stream().noneMatch(sample -> Double.isNaN(sample.value())));
        }
    }

    @ParameterizedTest
    @EnumSource(Framework.class)
    void ratesByRouteAndCodeAreThoseOfTheLoad(Framework framework) {
        Set<String> expected =
                Set.of(framework.itemRoute + " 200", "/items 201", "/stream 200", "/fail 500", "unknown 404");
        prometheus.await(
                "sum by (route, code) (rate(http_server_requests_total{job='%s', route!='/metrics'}[10s])) > 0"
                        .formatted(framework),
                samples -> samples.stream()
                        .map(sample -> sample.labels().get("route") + " "
                                + sample.labels().get("code"))
                        .collect(Collectors.toSet())
                        .equals(expected));
        prometheus.await(
                """
                sum(rate(http_server_requests_total{job='%1$s', route!='/metrics', code=~'5..|unknown'}[10s]))
                  / sum(rate(http_server_requests_total{job='%1$s', route!='/metrics'}[10s]))
                """.formatted(framework),
                samples -> samples.size() == 1 && Math.abs(samples.get(0).value() - ERROR_RATIO) < ERROR_RATIO / 10);
    }

    @ParameterizedTest
    @EnumSource(Framework.class)
    void quantilesAreFoundByRoute(Framework framework) {
        List<Sample> samples = prometheus.await(
                "histogram_quantile(0.9, sum by (route, le) "
                        + "(rate(http_server_request_duration_seconds_bucket{job='%s', route!='/metrics'}[10s])))"
                                .formatted(framework),
                found -> found.size() == LOAD.size()
                        && found.stream().noneMatch(sample -> Double.isNaN(sample.value())));
        assertThat(samples).allMatch(sample -> sample.value() > 0);
    }
}
