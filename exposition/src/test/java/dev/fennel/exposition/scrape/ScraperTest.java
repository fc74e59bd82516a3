package dev.fennel.exposition.scrape;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Families;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScraperTest {
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    private final Registry registry = Registry.create();
    private Scraper scraper;

    @BeforeEach
    void fill() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        Counter.builder("jobs_total", "Jobs done.").register(registry).inc();
        scraper = Scraper.builder().gatherer(registry).build();
    }

    @Test
    void answerIsTheEncodedTextWithItsHeaders() {
        Scraped scraped = Scraped.get(scraper);

        assertThat(scraped.status()).isEqualTo(200);
        assertThat(scraped.body()).isEqualTo(encoded(Format.TEXT)).contains("queue_depth 7\n");
        assertThat(scraped.contentLength()).isEqualTo(scraped.bytes().length);
        assertThat(scraped.headers())
                .isEqualTo(Map.of("Content-Type", Format.TEXT.contentType(), "Vary", "Accept, Accept-Encoding"));
    }

    @Test
    void acceptDecidesTheFormat() {
        assertThat(Scraped.get(scraper, "Accept", OPENMETRICS).body()).isEqualTo(encoded(Format.OPENMETRICS));
        assertThat(Scraped.get(scraper, "Accept", PROTOBUF).body()).isEqualTo(encoded(Format.PROTOBUF));
        assertThat(Scraped.get(scraper, "Accept", PROTOBUF + ";escaping=dots").contentType())
                .isEqualTo(Format.PROTOBUF.withEscaping(EscapingScheme.DOTS).contentType());
        assertThat(Scraped.get(scraper, "Accept", "application/openmetrics-text")
                        .contentType())
                .isEqualTo("application/openmetrics-text; version=0.0.1; charset=utf-8; escaping=underscores");
    }

    /** Between two scrapes of a server, a person may look: a reset would cost the server what is counted meanwhile. */
    @Test
    void neitherALookNorHeadIsAScrapeOrSharesABodyWithOne() {
        List<Boolean> scrapes = new ArrayList<>();
        Metric watching = Families.custom(Desc.gauge("watching", ""), Labels.EMPTY, visitor -> {
            scrapes.add(visitor.isScrape());
            visitor.gauge(1);
        });
        Scraper watched = Scraper.builder()
                .gatherer(() ->
                        new GatherResult(List.of(new MetricFamily(watching.desc(), List.of(watching))), List.of()))
                .build();

        Scraped.get(watched, "Accept", PROTOBUF, "X-Fennel-Look", "1");
        Scraped.get(watched, "Accept", PROTOBUF);
        Scraped.get(watched, "Accept", PROTOBUF, "X-Fennel-Look", "1");
        Scraped.request(watched, "HEAD", null, "Accept", PROTOBUF);

        assertThat(scrapes).containsExactly(false, true, false, false);
    }

    @Test
    void openMetricsCanBeSwitchedOff() {
        Scraper without =
                Scraper.builder().gatherer(registry).openMetrics(false).build();

        assertThat(Scraped.get(without, "Accept", OPENMETRICS).body()).isEqualTo(encoded(Format.TEXT));
    }

    @Test
    void createdSamplesCanBeAdded() {
        Scraper with = Scraper.builder().gatherer(registry).createdSamples(true).build();

        assertThat(Scraped.get(with, "Accept", OPENMETRICS).body())
                .isEqualTo(encoded(Format.OPENMETRICS.withCreatedSamples()))
                .contains("jobs_created ");
        assertThat(Scraped.get(with).body()).isEqualTo(encoded(Format.TEXT));
    }

    @Test
    void gzipIsSentToThoseWhoTakeIt() throws IOException {
        Scraped scraped = Scraped.get(scraper, "Accept-Encoding", "gzip", "Accept", OPENMETRICS);

        assertThat(scraped.headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(scraped.contentLength()).isEqualTo(scraped.bytes().length);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(scraped.bytes()))) {
            assertThat(in.readAllBytes()).asString().isEqualTo(encoded(Format.OPENMETRICS));
        }
    }

    @Test
    void compressionCanBeSwitchedOff() {
        Scraper without =
                Scraper.builder().gatherer(registry).compression(false).build();

        assertThat(Scraped.get(without, "Accept-Encoding", "gzip").body()).isEqualTo(encoded(Format.TEXT));
    }

    @Test
    void headHasTheHeadersOfGetAndAnEmptyBody() {
        for (String encoding : List.of("gzip", "identity")) {
            Scraped get = Scraped.get(scraper, "Accept-Encoding", encoding);
            Scraped head = Scraped.request(scraper, "HEAD", null, "Accept-Encoding", encoding);

            assertThat(head.headers()).isEqualTo(get.headers());
            assertThat(head.contentLength()).isEqualTo(get.contentLength()).isPositive();
            assertThat(head.bytes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "OPTIONS", "get", "", "BREW"})
    void otherMethodsAreNotAllowed(String method) {
        Scraped scraped = Scraped.request(scraper, method, null);

        assertThat(scraped.status()).isEqualTo(405);
        assertThat(scraped.headers()).containsEntry("Allow", "GET, HEAD");
        assertThat(scraped.body()).isEqualTo("metrics are read with GET or HEAD\n");
    }

    @Test
    void startTimeIsToldWithEveryAnswer() {
        Registry broken = Registry.create();
        Scraper.Builder builder = Scraper.builder()
                .gatherer(() -> new GatherResult(List.of(), List.of(new GatherError("disk is gone"))))
                .registerer(broken)
                .errorLog(error -> {})
                .processStartTime(Instant.parse("2026-01-02T03:04:05.999Z"));

        assertThat(Scraped.get(builder.build()).headers()).containsEntry("Process-Start-Time-Unix", "1767323045");
        assertThat(Scraped.request(builder.build(), "POST", null).headers()).containsKey("Process-Start-Time-Unix");
        assertThat(Scraped.get(builder.gatherer(broken).build()).headers()).containsKey("Process-Start-Time-Unix");
    }

    @Test
    void sourcesOfErrorsAreNamedAndNoMessageIsSent() {
        Scraper failing = Scraper.builder()
                .gatherer(() -> {
                    throw new IllegalStateException("disk is gone");
                })
                .errorLog(error -> {})
                .build();

        Scraped scraped = Scraped.get(failing, "Accept", OPENMETRICS, "Accept-Encoding", "gzip");

        assertThat(scraped.status()).isEqualTo(500);
        assertThat(scraped.headers())
                .isEqualTo(Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"));
        assertThat(scraped.body())
                .isEqualTo("An error has occurred while serving metrics:\n\n" + "gatherer: 1 error\n");
    }

    @Test
    void defaultRegistryIsServedByDefaultAndTellsOfTheScraper() {
        GatheredMetrics metrics = Scraped.get(Scraper.builder().build()).metrics();

        assertThatMetrics(metrics)
                .named("promhttp_metric_handler_requests_in_flight")
                .hasValue(1);
        assertThatMetrics(metrics)
                .named("jvm_memory_used_bytes")
                .withLabels("area", "heap")
                .hasCount(1);
    }

    @Test
    void closedScraperStillAnswers() {
        Scraped before = Scraped.get(scraper, "Accept-Encoding", "gzip");
        scraper.close();
        scraper.close();

        assertThat(Scraped.get(scraper, "Accept-Encoding", "gzip").bytes()).isEqualTo(before.bytes());
    }

    @Test
    void badOptionsAreRefused() {
        Scraper.Builder builder = Scraper.builder();

        assertThatThrownBy(() -> builder.maxRequestsInFlight(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max requests in flight -1: expected at least 0");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout PT0S: expected above 0 and at most 292 years");
        assertThatThrownBy(() -> builder.timeout(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxBytesInFlight(0)).hasMessage("max bytes in flight 0: expected at least 1");
        assertThatThrownBy(() -> builder.collectorTimeout(Duration.ZERO))
                .hasMessage("collector timeout PT0S: expected above 0 and at most 292 years");
        assertThatThrownBy(() -> builder.timeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.registry(null)).hasMessage("registry");
        assertThatThrownBy(() -> scraper.scrape("GET", null, null)).hasMessage("headers");
    }

    private String encoded(Format format) {
        return Families.encode(format.newEncoder(), registry.gather().families());
    }
}
