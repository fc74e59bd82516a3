package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.GaugeFunc;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scrapes that do not come to an end, and what becomes of the others. */
@Timeout(60)
class BlockedCollectorsTest {
    /** How many scrapes a server takes at once. */
    private static final int SCRAPES = 64;

    private final ServerThreadsLeft threads = new ServerThreadsLeft();
    private final Registry registry = Registry.create();
    private final Semaphore toBlock = new Semaphore(0);
    private final Semaphore blocked = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    /** Whether they block by computing for ever, which keeps even the carrier of a virtual thread. */
    private volatile boolean busy;

    private final RawClient[] clients = new RawClient[SCRAPES];

    @BeforeEach
    void register() {
        GaugeFunc.builder("blocking", "Blocks some of those who ask.", () -> {
                    if (toBlock.tryAcquire()) {
                        blocked.release();
                        awaitRelease();
                    }
                    return 1;
                })
                .register(registry);
    }

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        threads.assertNone();
    }

    @Test
    void othersAreServed() throws Exception {
        try (MetricsServer server = builder().start()) {
            block(server, SCRAPES - 1);
            assertThat(Scraped.get(server.uri()).body()).contains("blocking 1\n");
            releaseAll(SCRAPES - 1);
        }
    }

    @Test
    void thoseThatKeepAllProcessorsBusyLeaveTheServerHealthy() throws Exception {
        int scrapes = Math.min(Runtime.getRuntime().availableProcessors(), SCRAPES);
        busy = true;
        try (MetricsServer server = builder().start()) {
            block(server, scrapes);
            assertThat(Scraped.get(server.uri().resolve("/-/healthy")).body()).isEqualTo("ok\n");
            releaseAll(scrapes);
        }
    }

    @Test
    void overdueScrapesAreInterruptedWhenTheServerIsClosed() throws Exception {
        toBlock.release();
        try (MetricsServer server = builder()
                .handlerOptions(options -> options.timeout(Duration.ofMillis(50)))
                .start()) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(503);
        }
        threads.assertNone();
    }

    @Test
    void scrapesBeyondTheLimitAreRefusedAndTheServerSaysThatItIsUnhealthy() throws Exception {
        try (MetricsServer server = builder().start()) {
            block(server, SCRAPES);
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(503);
            HttpResponse<String> health = Scraped.get(server.uri().resolve("/-/healthy"));
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body())
                    .isEqualTo("no scrape can be served: as many as are allowed do not come to an end\n");
            releaseAll(SCRAPES);
            assertThat(Scraped.get(server.uri().resolve("/-/healthy")).body()).isEqualTo("ok\n");
        }
    }

    @Test
    void theyAreGivenUpAfterATimeout() throws Exception {
        toBlock.release();
        try (MetricsServer server = builder()
                .handlerOptions(options -> options.timeout(Duration.ofSeconds(2)))
                .start()) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(503);
            assertThat(Scraped.get(server.uri()).body()).contains("blocking 1\n");
        }
        release.countDown();
    }

    private MetricsServer.Builder builder() {
        return MetricsServer.builder().host("127.0.0.1").registry(registry);
    }

    private void block(MetricsServer server, int scrapes) throws Exception {
        toBlock.release(scrapes);
        for (int i = 0; i < scrapes; i++) {
            clients[i] = new RawClient(server.port());
            clients[i].send("GET /metrics HTTP/1.1");
        }
        blocked.acquire(scrapes);
    }

    private void releaseAll(int scrapes) throws IOException {
        release.countDown();
        for (int i = 0; i < scrapes; i++) {
            assertThat(clients[i].readAnswer()).contains("blocking 1\n");
            clients[i].close();
        }
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
