package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.GatedGatherer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Collectors and gatherers that do not come to an end, and what becomes of the others. */
@Timeout(60)
class BlockedCollectorsTest {
    /** How many scrapes a server takes at once. */
    private static final int SCRAPES = 64;

    private final ServerThreadsLeft threads = new ServerThreadsLeft();
    private final Registry registry = Registry.create();
    private final Semaphore toBlock = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    /** Whether they block by computing for ever, which keeps even the carrier of a virtual thread. */
    private volatile boolean busy;

    @BeforeEach
    void register() {
        Gauge.builder("fine", "Does not block.").register(registry).set(1);
        GaugeFunc.builder("blocking", "Blocks some of those who ask.", () -> {
                    if (toBlock.tryAcquire()) {
                        awaitRelease();
                    }
                    return 1;
                })
                .register(registry);
    }

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        release.countDown();
        threads.assertNone();
    }

    @Test
    void costThemselvesOnlyHoweverOftenTheyAreAskedFor() throws Exception {
        toBlock.release();
        try (MetricsServer server = builder()
                .handlerOptions(options -> options.collectorTimeout(Duration.ofMillis(50)))
                .start()) {
            for (int i = 0; i < SCRAPES + 10; i++) {
                HttpResponse<String> answer = Scraped.get(server.uri());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("fine 1\n").doesNotContain("\nblocking ");
            }
            release.countDown();
            Fixtures.await(() -> Scraped.get(server.uri()).body().contains("\nblocking 1\n"));
        }
    }

    @Test
    void getAsLongAsPrometheusWaits() throws Exception {
        toBlock.release();
        try (MetricsServer server = builder().start()) {
            HttpResponse<String> answer = Scraped.get(server.uri(), "X-Prometheus-Scrape-Timeout-Seconds", "0.5");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("fine 1\n").doesNotContain("\nblocking ");
        }
    }

    @Test
    void thoseThatKeepAProcessorBusyLeaveTheServerHealthy() throws Exception {
        busy = true;
        toBlock.release();
        try (MetricsServer server = builder()
                .handlerOptions(options -> options.collectorTimeout(Duration.ofMillis(50)))
                .start()) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(200);
            assertThat(Scraped.get(server.uri().resolve("/-/healthy")).body()).isEqualTo("ok\n");
        }
    }

    @Test
    void givenUpBeforeTheScrapeTimesOut() throws Exception {
        toBlock.release();
        try (MetricsServer server = builder()
                .handlerOptions(options -> options.timeout(Duration.ofSeconds(5)))
                .start()) {
            assertThat(Scraped.get(server.uri()).body()).contains("fine 1\n").doesNotContain("\nblocking ");
        }
    }

    /** A gatherer that knows no time limit. The first scrape runs it, and the others wait for that one. */
    @Test
    void gathererThatHangsMakesTheServerUnhealthyForAsLong() throws Exception {
        Registry own = Registry.create();
        GatedGatherer gathers = new GatedGatherer(registry);
        gathers.shut();
        RawClient[] clients = new RawClient[SCRAPES];
        try (MetricsServer server = builder()
                .handlerOptions(options -> options.gatherer(gathers).registerer(own))
                .start()) {
            for (int i = 0; i < SCRAPES; i++) {
                clients[i] = new RawClient(server.port());
                clients[i].send("GET /metrics HTTP/1.1");
            }
            Fixtures.await(() -> Fixtures.inFlight(own) >= SCRAPES);
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(503);
            HttpResponse<String> health = Scraped.get(server.uri().resolve("/-/healthy"));
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body())
                    .isEqualTo("no scrape can be served: as many as are allowed do not come to an end\n");
            gathers.open();
            for (RawClient client : clients) {
                assertThat(client.readAnswer()).contains("fine 1\n");
                client.close();
            }
            assertThat(gathers.passed()).isLessThan(SCRAPES);
        }
    }

    @Test
    void gathersThatHangBeyondTheirTimeoutMakeTheServerUnhealthy() throws Exception {
        GatedGatherer gathers = new GatedGatherer(registry);
        gathers.shut();
        try (MetricsServer server = builder()
                .handlerOptions(options ->
                        options.gatherer(gathers).timeout(Duration.ofMillis(50)).maxRequestsInFlight(1))
                .start()) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(503);
            assertThat(Scraped.get(server.uri().resolve("/-/healthy")).statusCode())
                    .isEqualTo(503);
            gathers.open();
            Fixtures.await(() -> Scraped.get(server.uri().resolve("/-/healthy")).statusCode() == 200);
        }
    }

    private MetricsServer.Builder builder() {
        return MetricsServer.builder().host("127.0.0.1").registry(registry);
    }

    private void awaitRelease() {
        try {
            while (busy && release.getCount() > 0) {
                Thread.onSpinWait();
            }
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
