package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.testsupport.OtherJvm;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Threads;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A large page on a small heap, in a JVM of its own. */
@Timeout(120)
class SmallHeapTest {
    private static final int SCRAPERS = 30;
    private static final int SERIES = 20_000;
    private static final String[] ACCEPT = {
        "text/plain;version=0.0.4",
        "application/openmetrics-text;version=1.0.0",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    };

    @Test
    void thirtyScrapersAtOnceAllGetTheirAnswers() {
        String output = OtherJvm.run(SmallHeapTest.class, List.of(Scraper.class, OtherJvm.class), "-Xmx64m");

        assertThat(output).contains("rounds 5", "answers 150", "others 0", "whole true");
    }

    /** The encoder throws then, after families that were written: half a body must not be sent. */
    @Test
    void pageThatDoesNotFitIsRefusedAndHarmsNoOther() {
        String output = OtherJvm.run(TooLarge.class, List.of(Scraper.class, OtherJvm.class), "-Xmx64m");

        assertThat(output.lines().filter(line -> line.startsWith("status ")))
                .containsExactly("status 200", "status 503", "status 200", "status 503", "status 200");
        assertThat(output).contains("Out of memory").doesNotContain("half a body");
    }

    @Test
    void pageThatDoesNotFitIsLoggedOnceForAllWhoShareIt() {
        String output = OtherJvm.run(SharedTooLarge.class, List.of(Scraper.class, OtherJvm.class), "-Xmx64m");

        assertThat(output).contains("refused 2, logged 1\n");
    }

    /** Asks twice at the same time for a page that does not fit. */
    static final class SharedTooLarge {
        public static void main(String[] args) throws Exception {
            GatherResult many = many(page());
            AtomicInteger refused = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            List<Thread> late = new CopyOnWriteArrayList<>();
            Scraper scraper = Scraper.builder()
                    .gatherer(() -> {
                        begun.countDown();
                        while (late.isEmpty() || late.get(0).getState() != Thread.State.TIMED_WAITING) {
                            Thread.onSpinWait();
                        }
                        return many;
                    })
                    .coalescing(true)
                    .build();
            try (RecordedLog log = new RecordedLog("dev.fennel.exposition")) {
                Threads.run(2, number -> {
                    if (number == 1) {
                        while (begun.getCount() > 0) {
                            Thread.onSpinWait();
                        }
                        late.add(Thread.currentThread());
                    }
                    refused.addAndGet(Scraped.get(scraper).status() == 503 ? 1 : 0);
                });
                System.out.println(
                        "refused " + refused + ", logged " + log.messages().size());
            }
        }
    }

    /** Asks for a page that fits, and for one that does not, in turn. */
    static final class TooLarge {
        public static void main(String[] args) {
            GatherResult page = page();
            GatherResult many = many(page);
            AtomicInteger turn = new AtomicInteger();
            Scraper scraper = Scraper.builder()
                    .gatherer(() -> turn.getAndIncrement() % 2 == 0 ? page : many)
                    .build();
            for (int i = 0; i < 5; i++) {
                Scraped scraped = Scraped.get(scraper);
                System.out.println("status " + scraped.status());
                if (scraped.status() != 200) {
                    System.out.println(scraped.body().contains("size_bytes") ? "half a body" : scraped.body());
                }
            }
        }
    }

    /** Counts who got the page, at once or after a clean 503. */
    public static void main(String[] args) throws Exception {
        GatherResult page = page();
        Scraper scraper = Scraper.builder().gatherer(() -> page).build();
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        int rounds = 5;
        for (int round = 0; round < rounds; round++) {
            // All are there before the first reads, as if the network were slow.
            CountDownLatch here = new CountDownLatch(SCRAPERS);
            Threads.run(SCRAPERS, number -> scrapeUntilAnswered(scraper, number, here, answers, others));
        }
        System.out.println("rounds " + rounds + ", answers " + answers + ", others " + others);
        System.out.println("whole "
                + (Scraped.get(scraper).bytes().length
                        == Scraped.get(Scraper.builder().gatherer(() -> page).build())
                                .bytes()
                                .length));
    }

    private static void scrapeUntilAnswered(
            Scraper scraper, int number, CountDownLatch here, AtomicInteger answers, AtomicInteger others) {
        Map<String, List<String>> headers = Map.of(
                "Accept", List.of(ACCEPT[number % ACCEPT.length]),
                "Accept-Encoding", List.of(number % 2 == 0 ? "gzip" : "identity"));
        here.countDown();
        int status = 503;
        for (int attempt = 0; attempt < 20 && status == 503; attempt++) {
            try (ScrapeAnswer answer = scraper.scrape("GET", headers::get, null)) {
                status = answer.status();
                here.await();
                answer.writeTo(OutputStream.nullOutputStream());
            } catch (Exception | OutOfMemoryError e) {
                e.printStackTrace();
                status = 0;
            }
        }
        (status == 200 ? answers : others).incrementAndGet();
    }

    /** A page that does not fit. */
    private static GatherResult many(GatherResult page) {
        return new GatherResult(
                IntStream.range(0, 60)
                        .mapToObj(i -> new MetricFamily(
                                Desc.gauge("size_bytes_" + i, "Sizes.", "path"),
                                page.families().get(0).metrics()))
                        .toList(),
                List.of());
    }

    /** About 4 MB of text. */
    private static GatherResult page() {
        Desc desc = Desc.gauge("size_bytes", "Sizes.", "path");
        List<ConstMetric> series = IntStream.range(0, SERIES)
                .mapToObj(i -> ConstMetric.of(desc, i * 1.5, "/" + "directory/".repeat(16) + i))
                .toList();
        return new GatherResult(List.of(new MetricFamily(desc, series)), List.of());
    }
}
