package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.testsupport.OtherJvm;
import dev.fennel.testsupport.RecordedLog;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose memory runs out serves scrapes again when there is memory again. */
@Timeout(200)
class OutOfMemoryTest {
    private final ServerThreadsLeft threads = new ServerThreadsLeft();
    private final Semaphore toFail = new Semaphore(0);
    private final Semaphore failed = new Semaphore(0);
    private final Logger jdk = Logger.getLogger("com.sun.net.httpserver");

    @AfterEach
    void logAsBefore() {
        jdk.setLevel(null);
        jdk.setFilter(null);
    }

    @Test
    void clientsThatDoNotReadALargePageDoNotTakeTheServerDown() {
        String output = OtherJvm.run(StuckReaders.class, List.of(Scraper.class, MetricsServer.class), "-Xmx128m");

        assertThat(output)
                .contains("while they are there: HTTP/1.1 200 OK\nhealth: HTTP/1.1 200 OK\n")
                .contains("when they have gone: HTTP/1.1 200 OK\nhealth: HTTP/1.1 200 OK\n");
    }

    @Test
    void threadThatAcceptsConnectionsSurvivesWhateverIsThrownInIt() throws Exception {
        failWhenAsked();
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                MetricsServer server = start()) {
            for (int round = 1; round <= 3; round++) {
                failIn(server);
                assertServes(server);
                assertThat(log.messages())
                        .hasSize(round)
                        .containsOnly("WARNING: the metrics server failed to accept requests, and tries again");
            }
        }
        threads.assertNone();
    }

    /** There may be no memory for the message either. */
    @Test
    void threadThatAcceptsConnectionsSurvivesALogThatFailsToo() throws Exception {
        failWhenAsked();
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                MetricsServer server = start()) {
            log.breakDown();
            failIn(server);
            assertServes(server);
            assertThat(log.messages()).hasSize(1);
        }
        threads.assertNone();
    }

    private void failWhenAsked() {
        jdk.setLevel(Level.ALL);
        jdk.setFilter(entry -> {
            if (Thread.currentThread().getName().equals("HTTP-Dispatcher") && toFail.tryAcquire()) {
                failed.release();
                throw new OutOfMemoryError("planted");
            }
            return false;
        });
    }

    private void failIn(MetricsServer server) throws Exception {
        toFail.release();
        try (RawClient last = new RawClient(server.port())) {
            last.send("GET /metrics HTTP/1.1");
            last.readAnswer(); // after which the JDK's server logs that it was written
            failed.acquire();
        }
    }

    private static MetricsServer start() {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build())
                .start();
    }

    private static void assertServes(MetricsServer server) throws Exception {
        assertThat(RawClient.answer(server.port(), "GET /metrics HTTP/1.0")).endsWith(Fixtures.text(Fixtures.depth(7)));
    }
}
