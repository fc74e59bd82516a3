package dev.fennel.exposition.scrape;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.Gauge;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.GatedGatherer;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits of requests in flight and of time. A gather that has to time out is blocked until it has done so. */
@Timeout(60)
class ScraperLimitsTest {
    private static final String IN_FLIGHT = "promhttp_metric_handler_requests_in_flight";
    private static final String TEXT = "text/plain;version=0.0.4";
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration AMPLE = Duration.ofHours(1);

    private final Registry registry = Registry.create();
    private final Registry queue = Registry.create();
    private final GatedGatherer gathers = new GatedGatherer(queue);

    @BeforeEach
    void fill() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(queue).set(7);
    }

    @Test
    void exactlyAsManyAsTheLimitAreServedAtOnce() throws Exception {
        int threads = 12;
        int limit = 3;
        Scraper scraper = scraper().maxRequestsInFlight(limit).build();
        CountDownLatch refused = new CountDownLatch(threads - limit);
        AtomicInteger served = new AtomicInteger();
        gathers.shut();

        Threads.runBeside(() -> releaseAfter(refused), threads, number -> {
            Scraped scraped = Scraped.get(scraper);
            served.addAndGet(scraped.status() == 200 ? 1 : 0);
            if (scraped.status() == 503) {
                assertThat(scraped.body()).isEqualTo("Limit of concurrent requests reached (3), try again later.\n");
                refused.countDown();
            }
        });

        assertThat(served).hasValue(limit);
        assertThatMetrics(registry).contains(requests(200, limit) + requests(503, threads - limit));
        assertThat(Scraped.get(scraper).status()).isEqualTo(200);
    }

    @Test
    void requestIsInFlightUntilItsAnswerIsClosed() {
        Scraper scraper = scraper().maxRequestsInFlight(1).build();
        try (ScrapeAnswer answer = scraper.scrape("GET", name -> null, null)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Scraped.get(scraper).status()).isEqualTo(503);
        }
        assertThat(Scraped.get(scraper).status()).isEqualTo(200);
    }

    @Test
    void thereIsNoRoomWhileAllSlotsAreTaken() {
        Scraper scraper = scraper().maxRequestsInFlight(1).build();
        assertThat(scraper.hasRoom()).isTrue();
        try (ScrapeAnswer answer = scraper.scrape("GET", name -> null, null)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(scraper.hasRoom()).isFalse();
        }
        assertThat(scraper.hasRoom()).isTrue();
    }

    /** So that a server cuts off slow readers for it. Its patience may be over before anybody looks. */
    @Test
    void scrapeThatWaitsForMemoryWaitsForReaders() throws Exception {
        Scraper scraper = scraper().maxBytesInFlight(1).build();
        Thread late = new Thread(() -> Scraped.get(scraper));
        try (ScrapeAnswer answer = scraper.scrape("GET", name -> null, null)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(scraper.waitingForReaders()).isZero();
            late.start();
            while (scraper.waitingForReaders() == 0 && !Thread.currentThread().isInterrupted()) {
                if (!late.isAlive()) {
                    late = new Thread(() -> Scraped.get(scraper));
                    late.start();
                }
                Thread.onSpinWait();
            }
        }
        late.join();

        assertThat(scraper.waitingForReaders()).isZero();
    }

    @Test
    void memoryOfAnswersIsAQuarterOfTheHeapUnlessSet() {
        long quarter = Runtime.getRuntime().maxMemory() / 4;

        assertThat(Scraper.builder().maxBytesInFlight()).isEqualTo(Math.max(8 << 20, quarter));
        assertThat(Scraper.builder().maxBytesInFlight(7).maxBytesInFlight()).isEqualTo(7);
    }

    @Test
    void refusedRequestsTakeNoSlot() {
        Scraper scraper = scraper().maxRequestsInFlight(1).build();
        for (int i = 0; i < 3; i++) {
            assertThat(Scraped.request(scraper, "POST", null).status()).isEqualTo(405);
        }
        assertThatThrownBy(() -> scraper.scrape("GET", ScraperLimitsTest::noHeaders, null))
                .hasMessage("no headers");

        assertThat(Scraped.get(scraper).status()).isEqualTo(200);
        assertThatMetrics(registry).named(IN_FLIGHT).hasValue(0);
    }

    @Test
    void failedScrapesGiveTheirSlotBack() {
        Scraper.Builder builder = Scraper.builder()
                .gatherer(() -> new GatherResult(List.of(), List.of(new GatherError("disk is gone"))))
                .errorLog(error -> {})
                .maxRequestsInFlight(1);
        Scraper answering = builder.build();
        Scraper throwing =
                builder.errorHandling(ErrorHandling.THROW).timeout(AMPLE).build();
        for (int i = 0; i < 3; i++) {
            assertThat(Scraped.get(answering).status()).isEqualTo(500);
            assertThatThrownBy(() -> Scraped.get(throwing))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("metrics cannot be served: disk is gone");
        }
    }

    @Test
    void timedOutScrapeIsAnsweredAndItsThreadEnds() throws Exception {
        Scraper scraper = scraper().timeout(SHORT).maxRequestsInFlight(1).build();
        gathers.shut();

        Scraped late = Scraped.get(scraper);
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.body()).isEqualTo("Exceeded configured timeout of 1ms.\n");
        assertThat(late.headers()).containsEntry("Content-Type", "text/plain; charset=utf-8");
        assertThat(Scraped.get(scraper).body()).as("the gather keeps its slot").startsWith("Limit of concurrent");
        assertThatMetrics(registry).contains(requests(503, 2) + IN_FLIGHT + " 0\n");

        Thread gatherer = gathers.awaitGatherer();
        assertThat(gatherer.isDaemon()).isTrue();
        gathers.open();
        gatherer.join();
        assertThat(Scraped.get(scraper).body()).as("the slot is free").doesNotStartWith("Limit of concurrent");
    }

    @Test
    void scrapeInTimeIsServedFromAThreadOfItsOwn() throws Exception {
        Scraper scraper = scraper().timeout(AMPLE).build();

        assertThatMetrics(Scraped.get(scraper).metrics()).named("queue_depth").hasValue(7);
        Thread gatherer = gathers.awaitGatherer();
        assertThat(gatherer).isNotSameAs(Thread.currentThread());
        gatherer.join();
    }

    @Test
    void scrapeInAThreadOfItsOwnFindsTheClassesOfItsCaller() {
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        ClassLoader application = new ClassLoader(before) {};
        AtomicReference<ClassLoader> found = new AtomicReference<>();
        Scraper scraper = Scraper.builder()
                .gatherer(() -> {
                    found.set(Thread.currentThread().getContextClassLoader());
                    return queue.gather();
                })
                .timeout(AMPLE)
                .build();
        caller.setContextClassLoader(application);
        try {
            assertThat(Scraped.get(scraper).status()).isEqualTo(200);
        } finally {
            caller.setContextClassLoader(before);
        }
        assertThat(found).hasValue(application);
    }

    @Test
    void withoutTimeoutTheCallerGathers() throws Exception {
        Scraped.get(scraper().build());

        assertThat(gathers.awaitGatherer()).isSameAs(Thread.currentThread());
    }

    @Test
    void gathersThatHangDoNotPileUp() throws Exception {
        Scraper scraper = scraper().timeout(SHORT).build();
        gathers.shut();
        for (int i = 0; i < 2 * ScraperOptions.LIMIT_WITH_TIMEOUT; i++) {
            assertThat(Scraped.get(scraper).status()).isEqualTo(503);
        }
        for (int i = 0; i < SharedScrapes.MAX_ROUNDS; i++) {
            gathers.awaitGatherer();
        }
        assertThat(gathers.gatherersWaiting()).as("further gathers").isZero();
        assertThat(scraper.hasRoom()).isFalse();
        gathers.open();
    }

    @Test
    void interruptedCallerLeavesAtOnce() {
        Scraper scraper = scraper().timeout(AMPLE).build();
        gathers.shut();
        Thread.currentThread().interrupt();

        Scraped scraped = Scraped.get(scraper);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(scraped.status()).isEqualTo(503);
        assertThat(scraped.body()).isEqualTo("Interrupted while metrics were gathered.\n");
        gathers.open();
    }

    @Test
    void failureAfterTheTimeIsLogged() throws Exception {
        GatedGatherer failing =
                new GatedGatherer(() -> new GatherResult(List.of(), List.of(new GatherError("disk is gone"))));
        Scraper scraper = Scraper.builder()
                .gatherer(failing)
                .errorHandling(ErrorHandling.THROW)
                .errorLog(error -> {})
                .timeout(SHORT)
                .build();
        failing.shut();
        try (RecordedLog log = new RecordedLog("dev.fennel.exposition")) {
            assertThat(Scraped.get(scraper).status()).isEqualTo(503);
            Thread gatherer = failing.awaitGatherer();
            failing.open();
            gatherer.join();
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING: scrape whose time was up: threw ");
        }
    }

    @Test
    void timeSpentWaitingForAnotherScrapeIsTakenFromTheCollectors() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        TimedGatherer timed = new TimedGatherer(() -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return queue.gather();
        });
        List<Duration> limits = timed.limits();
        Scraper scraper = Scraper.builder()
                .gatherer(timed)
                .collectorTimeout(Duration.ofMillis(400))
                .build();

        Threads.run(2, number -> {
            while (number == 1 && limits.isEmpty() && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            assertThat(Scraped.get(scraper).status()).isEqualTo(200);
        });

        assertThat(limits.get(0)).isLessThanOrEqualTo(Duration.ofMillis(400));
        assertThat(limits.get(1)).as("half is spent").isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void timeSpentWaitingForASlotIsTakenFromTheCollectors() throws Exception {
        TimedGatherer timed = new TimedGatherer(queue);
        Scraper scraper = Scraper.builder()
                .gatherer(timed)
                .collectorTimeout(AMPLE)
                .maxRequestsInFlight(1)
                .newScraper(() -> true);
        Duration spent = Duration.ofMillis(20);
        AtomicInteger status = new AtomicInteger();
        Thread late = new Thread(() -> status.set(Scraped.get(scraper).status()));
        try (ScrapeAnswer answer = scraper.scrape("GET", name -> null, null)) {
            assertThat(scraper.hasRoom()).as("for one that waits").isTrue();
            late.start();
            while (scraper.waitingForReaders() == 0 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            spend(spent);
            assertThat(answer.status()).isEqualTo(200);
        }
        late.join();

        assertThat(status).hasValue(200);
        assertThat(timed.limits().get(1)).isLessThanOrEqualTo(AMPLE.minus(spent));
        assertThat(scraper.waitingForReaders()).isZero();
    }

    /** Otherwise a client could wait for twice as long as the timeout says. */
    @Test
    void timeSpentWaitingForASlotIsTakenFromTheTimeout() {
        Duration timeout = Duration.ofMillis(200);
        Thread caller = Thread.currentThread();
        CountDownLatch answered = new CountDownLatch(1);
        AtomicReference<ScrapeAnswer> sent = new AtomicReference<>();
        Scraper scraper = Scraper.builder()
                .gatherer(() -> {
                    while (sent.get() != null && answered.getCount() > 0 && !isParked(caller)) {
                        Thread.onSpinWait();
                    }
                    return queue.gather();
                })
                .timeout(timeout)
                .maxRequestsInFlight(1)
                .newScraper(() -> {
                    spend(timeout);
                    sent.get().close();
                    return true;
                });
        while (sent.get() == null) {
            ScrapeAnswer answer = scraper.scrape("GET", name -> null, null);
            sent.set(answer.status() == 200 ? answer : null);
        }
        int status = Scraped.get(scraper).status();
        answered.countDown();

        assertThat(status).isEqualTo(503);
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static void spend(Duration time) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closingInterruptsAScrapeThatIsOverdue() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Scraper scraper = Scraper.builder()
                .gatherer(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return queue.gather();
                })
                .timeout(SHORT)
                .build();
        assertThat(Scraped.get(scraper).status()).isEqualTo(503);
        assertThat(interrupted.getCount()).isEqualTo(1);

        scraper.close();

        interrupted.await();
    }

    @Test
    void coalescedScrapesThatOverlapShareAGather() throws Exception {
        Scraper scraper = scraper().coalescing(true).build();

        scrapeWhileAnotherGathers(scraper, TEXT);

        assertThat(gathers.passed()).isEqualTo(1);
        assertThatMetrics(registry).contains(requests(200, 2));
        Scraped.get(scraper);
        assertThat(gathers.passed()).isEqualTo(2);
    }

    @Test
    void scrapesForDifferentFormatsShareTheGatherOfACoalescedGathererOnly() throws Exception {
        scrapeWhileAnotherGathers(
                scraper().gatherer(Gatherers.coalesced(gathers)).build(), OPENMETRICS);
        assertThat(gathers.passed()).isEqualTo(1);

        Scraper scraper = scraper().coalescing(true).build();
        gathers.shut();
        Thread first = new Thread(() -> Scraped.get(scraper, "Accept", TEXT));
        Thread second = new Thread(() -> Scraped.get(scraper, "Accept", OPENMETRICS));
        first.start();
        second.start();
        gathers.awaitGatherer();
        gathers.awaitGatherer();
        gathers.open();
        first.join();
        second.join();
    }

    /** Scrapes text, and then also in a format while that gathers and until it waits. */
    private void scrapeWhileAnotherGathers(Scraper scraper, String format) throws InterruptedException {
        gathers.shut();
        Thread first = new Thread(() -> Scraped.get(scraper, "Accept", TEXT));
        Thread second = new Thread(() -> Scraped.get(scraper, "Accept", format));
        first.start();
        gathers.awaitGatherer();
        second.start();
        while (second.getState() != Thread.State.TIMED_WAITING
                && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        gathers.open();
        first.join();
        second.join();
    }

    private static List<String> noHeaders(String name) {
        throw new IllegalStateException("no headers");
    }

    private Scraper.Builder scraper() {
        return Scraper.builder().gatherer(gathers).registerer(registry).collectorTimeout(AMPLE);
    }

    private void releaseAfter(CountDownLatch latch) {
        try {
            if (latch.await(10, TimeUnit.MILLISECONDS)) {
                gathers.open();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String requests(int code, int value) {
        return "promhttp_metric_handler_requests_total{code=\"" + code + "\"} " + value + "\n";
    }
}
