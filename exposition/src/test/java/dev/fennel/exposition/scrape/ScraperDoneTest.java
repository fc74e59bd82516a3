package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.GatedGatherer;
import dev.fennel.testsupport.LentMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gatherer learns that its metrics have been encoded, or never will be, before the answer is sent. */
@Timeout(60)
class ScraperDoneTest {
    private final LentMetrics lent = new LentMetrics("lent");
    private final LentMetrics incomplete = new LentMetrics("lent", new GatherError("a part is missing"));

    private static Scraper scraper(LentMetrics metrics, Consumer<Scraper.Builder> options) {
        Scraper.Builder builder = Scraper.builder()
                .gatherer(metrics)
                .registerer(Registry.create())
                .errorLog(error -> {});
        options.accept(builder);
        return builder.build();
    }

    @Test
    void encodedMetricsAreGivenBackBeforeTheAnswerIsSent() {
        Scraper scraper = scraper(lent, options -> options.labels(Labels.of("env", "prod")));
        for (String encoding : List.of("gzip", "identity")) {
            try (ScrapeAnswer answer = scraper.scrape(
                    "GET", header -> header.equals("Accept-Encoding") ? List.of(encoding) : null, null)) {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(lent.givenBack()).isEqualTo(lent.lent());
            }
        }
        assertThat(lent.givenBack()).isEqualTo(2);
        assertThat(lent.readLate()).isZero();
    }

    @Test
    void metricsThatNobodyAskedForAreGivenBack() {
        Scraped.query(scraper(lent, options -> {}), "name[]=other");
        assertThat(lent.givenBack()).isOne();
    }

    @Test
    void metricsThatAreNotServedBecauseOfErrorsAreGivenBack() {
        Scraper failing = scraper(incomplete, options -> options.errorHandling(ErrorHandling.HTTP_ERROR));
        assertThat(Scraped.get(failing).status()).isEqualTo(500);
        assertThat(incomplete.givenBack()).isOne();

        Scraper throwing = scraper(incomplete, options -> options.errorHandling(ErrorHandling.THROW));
        assertThatThrownBy(() -> Scraped.get(throwing)).isInstanceOf(IllegalStateException.class);
        assertThat(incomplete.givenBack()).isEqualTo(2);
    }

    @Test
    void metricsForWhichThereIsNoMemoryAreGivenBack() {
        Scraper scraper = scraper(lent, options -> options.maxBytesInFlight(1));
        try (ScrapeAnswer all = scraper.scrape("GET", header -> null, null)) {
            assertThat(all.status()).isEqualTo(200);
            assertThat(Scraped.get(scraper, CollectorLimit.HEADER, "0.001").status())
                    .isEqualTo(503);
        }
        assertThat(lent.givenBack()).isEqualTo(lent.lent()).isEqualTo(2);
    }

    @Test
    void metricsThatCannotBeEncodedAreGivenBack() {
        for (Throwable failure : List.of(new IllegalStateException("gone"), new OutOfMemoryError("made up"))) {
            Desc desc = Desc.gauge("g", "");
            Metric invalid = ConstMetric.invalid(desc, failure);
            MetricFamily family = new MetricFamily(desc.type(), "g", "", "", List.of(invalid));
            int[] done = {0};
            Scraped.get(Scraper.builder()
                    .gatherer(() -> new GatherResult(List.of(family), List.of(), () -> done[0]++))
                    .errorLog(error -> {})
                    .build());
            assertThat(done[0]).isOne();
        }
    }

    @Test
    void metricsOfAScrapeThatTookTooLongAreGivenBackWhenItEnds() throws Exception {
        GatedGatherer gathers = new GatedGatherer(lent);
        gathers.shut();
        Scraper scraper = Scraper.builder()
                .gatherer(gathers)
                .timeout(Duration.ofMillis(1))
                .build();

        assertThat(Scraped.get(scraper).status()).isEqualTo(503);
        assertThat(lent.givenBack()).isZero();
        gathers.open();

        assertThat(lent.awaitGivenBack()).isSameAs(gathers.awaitGatherer());
    }

    @Test
    void requestsThatShareABodyGiveItsMetricsBackOnce() throws Exception {
        GatedGatherer gathers = new GatedGatherer(lent);
        Scraper scraper = Scraper.builder()
                .gatherer(gathers)
                .registerer(Registry.create())
                .build();
        gathers.shut();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Scraped>> all = List.of(
                    threads.submit(() -> Scraped.get(scraper)),
                    threads.submit(() -> Scraped.get(scraper)),
                    threads.submit(() -> Scraped.get(scraper)));
            gathers.open();
            for (Future<Scraped> one : all) {
                assertThat(one.get().body()).contains("\nlent 1\n");
            }
        } finally {
            threads.shutdown();
        }
        assertThat(lent.givenBack()).isEqualTo(lent.lent());
        assertThat(lent.readLate()).isZero();
    }
}
