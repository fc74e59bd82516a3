package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.GatedGatherer;
import dev.fennel.testsupport.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsServerCloseTest {
    private static final String BODY = Fixtures.text(Fixtures.depth(7));

    private final ServerThreadsLeft threads = new ServerThreadsLeft();
    private final GatedGatherer gatherer = new GatedGatherer(() -> Fixtures.depth(7));
    private final Semaphore blocked = new Semaphore(0);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        threads.assertNone();
    }

    @Test
    void scrapeInFlightEndsAndOthersAreRefusedMeanwhile() throws Exception {
        MetricsServer server = server(Duration.ofHours(1));
        gatherer.shut();
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /metrics HTTP/1.1");
            gatherer.awaitGatherer();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            String health = "";
            while (!health.startsWith("HTTP/1.1 503 ")) { // from the moment that it is being closed
                health = RawClient.answer(server.port(), "GET /-/healthy HTTP/1.0");
            }
            assertThat(health).endsWith("\r\n\r\nthe server is being closed\n");
            assertThat(closing.isDone()).isFalse();

            gatherer.open();

            assertThat(client.readAnswer()).endsWith("\r\n\r\n" + BODY);
            closing.join();
        }
    }

    @Test
    void blockedScrapeIsCutAfterTheGracePeriod() throws Exception {
        MetricsServer server = blocked(Duration.ofMillis(50));
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /metrics HTTP/1.1");
            blocked.acquire();

            server.close();

            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void idleServerDoesNotUseItsGracePeriod() throws Exception {
        MetricsServer server = server(Duration.ofHours(1));
        try (RawClient idle = new RawClient(server.port());
                RawClient half = new RawClient(server.port())) {
            idle.send("GET /metrics HTTP/1.1");
            assertThat(idle.readAnswer()).endsWith(BODY);
            half.sendRaw("GET /");

            server.close();

            assertThat(idle.isEnded()).isTrue();
            assertThat(half.isEnded()).isTrue();
        }
    }

    /** Waits in another thread, because the deadlock that this might find cannot be interrupted. */
    @Test
    void requestsThatBeginMeanwhileDoNotKeepItFromClosing() throws Exception {
        for (int round = 0; round < 50; round++) {
            MetricsServer server = server(Duration.ZERO);
            try (RawClient one = new RawClient(server.port());
                    RawClient other = new RawClient(server.port())) {
                for (RawClient client : List.of(one, other)) { // so that the server has accepted it
                    client.send("GET /-/healthy HTTP/1.1");
                    assertThat(client.readAnswer()).endsWith("ok\n");
                }
                CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
                one.sendUntilCutOff("GET /");
                other.sendUntilCutOff("GET /");

                closing.get(60, TimeUnit.SECONDS);

                assertThat(one.isEnded()).isTrue();
                assertThat(other.isEnded()).isTrue();
            }
        }
    }

    @Test
    void whoeverClosesWaitsUntilItIsClosed() throws Exception {
        MetricsServer server = server(Duration.ofSeconds(3));

        Threads.run(8, number -> {
            server.close();
            assertThatThrownBy(() -> RawClient.answer(server.port(), "GET / HTTP/1.0"))
                    .isInstanceOf(IOException.class);
        });
    }

    /** A servlet container warns of a leak if it finds one. */
    @Test
    void closedServerHasNoThreadThatIsAboutToEnd() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        server(Duration.ofSeconds(3)).close();

        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        assertThat(left).extracting(Thread::getName).noneMatch(name -> name.startsWith("fennel-metrics"));
    }

    @Test
    void joinWaitsUntilItIsClosed() throws Exception {
        MetricsServer server = server(Duration.ofSeconds(3));
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        Thread main = new Thread(() -> {
            try {
                server.join();
                joined.complete(true);
            } catch (InterruptedException e) {
                joined.complete(false);
            }
        });
        main.start();
        while (main.getState() != Thread.State.WAITING && !joined.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(joined).isNotDone();
        server.close();

        assertThat(joined.join()).isTrue();
        server.join(); // at once from now on
    }

    @Test
    void interruptEndsJoiningAndTheServerGoesOn() throws Exception {
        try (MetricsServer server = server(Duration.ofSeconds(3))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(server::join).isInstanceOf(InterruptedException.class);
            assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
        }
    }

    @Test
    void interruptEndsTheGracePeriodAndStays() throws Exception {
        MetricsServer server = blocked(Duration.ofHours(1));
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /metrics HTTP/1.1");
            blocked.acquire();
            Thread.currentThread().interrupt();

            server.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void collectorMayCloseTheServer() throws Exception {
        CompletableFuture<MetricsServer> started = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        MetricsServer server =
                server(Duration.ofHours(1), MetricsHandler.builder().gatherer(() -> {
                    started.join().close();
                    closed.complete(null);
                    return Fixtures.depth(7);
                }));
        started.complete(server);
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /metrics HTTP/1.1");
            closed.join();
            assertThat(client.isEnded()).isTrue();
        }
    }

    private MetricsServer server(Duration grace) {
        return server(grace, MetricsHandler.builder().gatherer(gatherer));
    }

    /** One whose scrapes never end. */
    private MetricsServer blocked(Duration grace) {
        return server(grace, MetricsHandler.builder().gatherer(() -> {
            blocked.release();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Fixtures.depth(7);
        }));
    }

    private static MetricsServer server(Duration grace, MetricsHandler.Builder handler) {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(handler.build())
                .closeGrace(grace)
                .start();
    }
}
