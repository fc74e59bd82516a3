package dev.fennel.exposition.scrape;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Gauge;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RecordedLog;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a failure costs, unless an option says otherwise: its own metrics. */
class ScraperErrorsTest {
    private static final Desc LATE = Desc.gauge("z_late", "Comes after the queue.");

    private final Registry registry = Registry.create();

    /** A connection pool whose driver puts the whole URL into its exceptions. */
    private static final class Pool implements Collector {
        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(LATE);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            throw new IllegalStateException("cannot connect to jdbc:db?password=secret");
        }
    }

    @Test
    void collectorThatThrowsCostsItsOwnMetricsAlone() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        registry.register(new Pool());
        Registry own = Registry.create();
        Scraper scraper = Scraper.builder().gatherer(registry).registerer(own).build();

        try (RecordedLog log = new RecordedLog("dev.fennel.exposition")) {
            Scraped scraped = Scraped.get(scraper);
            Scraped.get(scraper);

            assertThat(scraped.status()).isEqualTo(200);
            assertThat(scraped.body()).contains("queue_depth 7\n");
            assertThat(log.messages()).as("of two scrapes").hasSize(1);
            assertThat(log.messages().get(0)).contains("Pool", "password=secret");
        }
        assertThatMetrics(own)
                .named("promhttp_metric_handler_errors_total")
                .withLabels("cause", "gathering")
                .hasValue(2);
        assertThat(scraper.recentErrors()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("collector " + Pool.class.getName() + ": 2 errors, the last ")
                .doesNotContain("secret"));
    }

    @Test
    void strangersSeeSourcesAndNumbersOnly() {
        registry.register(new Pool());
        Scraper scraper = Scraper.builder()
                .gatherer(registry)
                .errorHandling(ErrorHandling.HTTP_ERROR)
                .errorLog(error -> {})
                .build();

        Scraped scraped = Scraped.get(scraper);

        assertThat(scraped.status()).isEqualTo(500);
        assertThat(scraped.body())
                .isEqualTo("An error has occurred while serving metrics:\n\ncollector " + Pool.class.getName()
                        + ": 1 error\n");
    }

    @Test
    void answerWithErrorsIsShortHoweverManyThereAre() {
        List<GatherError> many = IntStream.range(0, 100_000)
                .mapToObj(i -> new GatherError("collector a." + "x".repeat(i % 500) + i, "disk is gone", null))
                .toList();
        Scraper scraper = Scraper.builder()
                .gatherer(() -> new GatherResult(List.of(), many))
                .errorLog(error -> {})
                .build();

        Scraped scraped = Scraped.get(scraper);

        assertThat(scraped.status()).isEqualTo(500);
        assertThat(scraped.bytes().length).isLessThan(6_000);
        assertThat(scraped.body()).contains("errors more, of others\n");
    }

    @Test
    void collectorsGetTheTimeThatTheClientWaits() {
        TimedGatherer timed = new TimedGatherer(registry);
        Scraper scraper = Scraper.builder().gatherer(timed).build();

        assertThat(Scraped.get(scraper, "X-Prometheus-Scrape-Timeout-Seconds", "120")
                        .status())
                .isEqualTo(200);
        assertThat(timed.limits().get(0)).isBetween(Duration.ofSeconds(30), Duration.ofMillis(119_500));
    }

    @Test
    void requestForWhichThereIsNoMemoryIsAnswered() {
        Scraper scraper = Scraper.builder()
                .gatherer(registry)
                .registerer(registry)
                .maxRequestsInFlight(1)
                .build();
        try (RecordedLog log = new RecordedLog("dev.fennel.exposition")) {
            for (int i = 0; i < 2; i++) {
                try (ScrapeAnswer answer = scraper.scrape("GET", ScraperErrorsTest::noMemory, null)) {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.toByteArray()).asString().isEqualTo("Out of memory, try again later.\n");
                }
            }
            assertThat(log.messages()).hasSize(2);
        }
        assertThat(Scraped.get(scraper).status()).isEqualTo(200);
        assertThatMetrics(registry)
                .named("promhttp_metric_handler_errors_total")
                .withLabels("cause", "encoding")
                .hasValue(0);
        assertThatMetrics(registry)
                .named("promhttp_metric_handler_requests_in_flight")
                .hasValue(0);
    }

    @Test
    void logThatThrowsTakesNoMemoryForEver() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        registry.register(new Pool());
        Scraper scraper = Scraper.builder()
                .gatherer(registry)
                .maxBytesInFlight(1)
                .maxRequestsInFlight(1)
                .errorLog(error -> {
                    throw new IllegalStateException("disk is full");
                })
                .build();
        try (RecordedLog log = new RecordedLog("dev.fennel.exposition");
                BrokenLog broken = new BrokenLog("dev.fennel.exposition", entry -> true)) {
            for (int i = 0; i < 3; i++) {
                assertThat(Scraped.get(scraper).status()).isEqualTo(200);
            }
            assertThat(log.messages()).hasSizeGreaterThan(2);
            assertThat(broken.failures()).isGreaterThan(2);
        }
    }

    @Test
    void requestForFamiliesOfWhatFailedIsNotAnsweredWithNothing() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        registry.register(new Pool());
        Scraper scraper =
                Scraper.builder().gatherer(registry).errorLog(error -> {}).build();

        assertThat(Scraped.query(scraper, "name[]=z_late").status()).isEqualTo(500);
        assertThat(Scraped.query(scraper, "name[]=z_late&name[]=queue_depth").status())
                .isEqualTo(200);
    }

    /** An error log is foreign code as well. */
    @Test
    void interruptionThatTheErrorLogThrowsUnseenStaysWithTheThread() {
        registry.register(new Pool());
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry);
        Scraper scraper = Scraper.builder()
                .gatherer(registry)
                .errorLog(error -> {
                    throw ScraperErrorsTest.<RuntimeException>unchecked(new InterruptedException());
                })
                .build();

        try (RecordedLog log = new RecordedLog("dev.fennel.exposition")) {
            assertThat(Scraped.get(scraper).status()).isEqualTo(200);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(log.messages()).singleElement().asString().startsWith("WARNING: error log, given \"collector ");
        }
    }

    @SuppressWarnings("unchecked") // the compiler takes it for a RuntimeException
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static List<String> noMemory(String header) {
        throw new OutOfMemoryError("Java heap space");
    }
}
