package dev.fennel.httpserver;

import static dev.fennel.httpserver.Scraped.header;
import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.GatedGatherer;
import dev.fennel.testsupport.Threads;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The options of a handler, as a client sees them over a connection. */
@Timeout(60)
class MetricsHandlerOptionsTest {
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8";

    private static final String IN_FLIGHT = "promhttp_metric_handler_requests_in_flight";

    private final GatherResult depth = Fixtures.depth(7);
    private final GatedGatherer gathers = new GatedGatherer(() -> depth);
    private final Registry own = Registry.create();
    private final BlockingQueue<Thread> serving = new LinkedBlockingQueue<>();
    private MetricsServer server;

    @AfterEach
    void stop() {
        gathers.open();
        server.close();
    }

    @Test
    void acceptDecidesTheFormat() throws Exception {
        serve(handler());

        HttpResponse<String> response = get("Accept", OPENMETRICS);

        assertThat(header(response, "Content-Type"))
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8");
        assertThat(response.body()).startsWith("# HELP queue_depth ").endsWith(" 7.0\n# EOF\n");
    }

    @Test
    void secondVersionOfOpenMetricsIsServedToWhoAsksForIt() throws Exception {
        serve(handler());

        HttpResponse<String> response = get("Accept", "application/openmetrics-text;version=2.0.0,text/plain;q=0.5");

        assertThat(header(response, "Content-Type"))
                .isEqualTo("application/openmetrics-text; version=2.0.0; charset=utf-8; escaping=underscores");
        assertThat(response.body()).startsWith("# TYPE queue_depth gauge\n").endsWith(" 7.0\n# EOF\n");
        GatheredMetrics scraped = GatheredMetrics.scrape(server.uri(), Format.OPENMETRICS_2_0);
        assertThat(scraped.named("queue_depth").value()).isEqualTo(7);
    }

    @Test
    void openMetricsCanBeSwitchedOff() throws Exception {
        serve(handler().openMetrics(false));

        assertThat(get("Accept", OPENMETRICS).body()).isEqualTo(Fixtures.text(depth));
    }

    @Test
    void queryNamesTheFamilies() throws Exception {
        serve(MetricsHandler.builder().registry(own));

        assertThatMetrics(query("?name[]=" + IN_FLIGHT)).hasNames(IN_FLIGHT).hasValue(1);
        assertThat(get(query("?name[]=other")).body()).isEmpty();
        assertThat(get(query("?name[]=other"), "Accept", OPENMETRICS).body()).isEqualTo("# EOF\n");
        Fixtures.awaitNoneInFlight(own); // an exchange takes a moment longer than for its client
        assertThat(RawClient.answer(server.port(), "GET /metrics?name[]=%25zz&name%5b%5d=" + IN_FLIGHT + " HTTP/1.0"))
                .endsWith("\n" + IN_FLIGHT + " 1\n");
    }

    @Test
    void startTimeIsToldWithEveryAnswer() throws Exception {
        serve(handler().processStartTime(Instant.ofEpochSecond(1_700_000_000)));

        for (String method : List.of("GET", "HEAD", "POST")) {
            assertThat(RawClient.answer(server.port(), method + " /metrics HTTP/1.0"))
                    .containsIgnoringCase("\r\nProcess-Start-Time-Unix: 1700000000\r\n");
        }
    }

    @Test
    void exactlyAsManyAsTheLimitAreServedAtOnce() throws Exception {
        int clients = 20;
        int limit = 4;
        serve(handler().maxRequestsInFlight(limit));
        AtomicInteger served = new AtomicInteger();
        CountDownLatch refused = new CountDownLatch(clients - limit);
        gathers.shut();

        Threads.runBeside(() -> openAfter(refused), clients, number -> {
            HttpResponse<String> response = unchecked();
            served.addAndGet(response.statusCode() == 200 ? 1 : 0);
            if (response.statusCode() == 503) {
                assertThat(response.body()).isEqualTo("Limit of concurrent requests reached (4), try again later.\n");
                refused.countDown();
            }
        });

        assertThat(served).hasValue(limit);
        assertThat(gathers.passed()).as("gathers, some of them shared").isBetween(1, limit);
        assertCounted(limit, clients - limit);
    }

    @Test
    void blockedCollectorIsAnsweredInTimeAndHurtsNoLaterScrape() throws Exception {
        serve(handler().timeout(Duration.ofSeconds(3)).maxRequestsInFlight(2));
        gathers.shut();

        HttpResponse<String> late = get();
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).isEqualTo("Exceeded configured timeout of 3s.\n");
        assertThat(header(late, "Content-Type")).isEqualTo("text/plain; charset=utf-8");

        Thread gatherer = gathers.awaitGatherer();
        gathers.open();
        assertThat(get().body()).isEqualTo(Fixtures.text(depth));
        gatherer.join();
        gathers.awaitGatherer().join();
        assertCounted(1, 1);
    }

    @Test
    void scrapesThatOverlapShareAGather() throws Exception {
        serve(handler().coalescing(true));
        gathers.shut();

        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> unchecked().body());
        Thread gatherer = gathers.awaitGatherer();
        CompletableFuture<String> second =
                CompletableFuture.supplyAsync(() -> unchecked().body());
        assertThat(serving.take()).isSameAs(gatherer);
        Thread waiting = serving.take();
        while (waiting.getState() != Thread.State.TIMED_WAITING
                && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        gathers.open();

        assertThat(List.of(first.get(), second.get())).containsOnly(Fixtures.text(depth));
        assertThat(gathers.passed()).isEqualTo(1);
        get();
        assertThat(gathers.passed()).isEqualTo(2);
    }

    private void assertCounted(int served, int refused) {
        server.close(); // which waits until nothing is in flight
        assertThatMetrics(own).contains(String.format(Locale.ROOT, """
                promhttp_metric_handler_requests_in_flight 0
                promhttp_metric_handler_requests_total{code="200"} %d
                promhttp_metric_handler_requests_total{code="503"} %d
                """, served, refused));
    }

    private MetricsHandler.Builder handler() {
        return MetricsHandler.builder().gatherer(gathers).registerer(own).collectorTimeout(Duration.ofHours(1));
    }

    /** Serves each exchange in a thread of its own, so that as many run at once as there are. */
    private void serve(MetricsHandler.Builder builder) {
        Executor threads = exchange -> {
            Thread thread = new Thread(exchange);
            serving.add(thread);
            thread.start();
        };
        server = MetricsServer.builder()
                .host("127.0.0.1")
                .handler(builder.build())
                .executor(threads)
                .start();
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        return get(server.uri(), headers);
    }

    private static HttpResponse<String> get(URI uri, String... headers) throws Exception {
        return Scraped.get(uri, headers);
    }

    private URI query(String query) {
        return URI.create(server.uri() + query.replace("[]", "%5B%5D"));
    }

    private HttpResponse<String> unchecked() {
        try {
            return get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void openAfter(CountDownLatch latch) {
        try {
            if (latch.await(10, TimeUnit.MILLISECONDS)) {
                gathers.open();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
