package dev.fennel.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.exposition.scrape.Scraped;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Info;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Families where the shorter name of one is the name of another, in either order. */
class FamiliesTogetherTest {
    private static final String BODY = """
            # HELP a_b_total Ever.
            # TYPE a_b_total unknown
            a_b_total 2.0
            # HELP a_b Now.
            # TYPE a_b gauge
            a_b 1.0
            # EOF
            """;

    private final MetricFamily counter =
            Families.of(ConstMetric.of(Desc.counter("a.b_total", "Ever."), 2)).get(0);
    private final MetricFamily gauge =
            Families.of(ConstMetric.of(Desc.gauge("a_b", "Now."), 1)).get(0);

    private static Registry dottedNames() {
        Registry registry = Registry.create();
        Counter.builder("a.b_total", "Ever.").register(registry).add(2);
        Gauge.builder("a_b", "Now.").register(registry).set(1);
        return registry;
    }

    @Test
    void scraperServesThem() throws IOException {
        try (Scraper scraper = Scraper.builder().gatherer(dottedNames()).build()) {
            for (int scrape = 0; scrape < 3; scrape++) {
                Scraped scraped = Scraped.get(scraper, "Accept", "application/openmetrics-text;version=1.0.0");

                assertThat(scraped.status()).as(scraped.body()).isEqualTo(200);
                assertThat(scraped.body()).isEqualTo(BODY);
            }
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        assertThat(Format.OPENMETRICS.write(dottedNames().gather(), written)).isEmpty();
        assertThat(written.toString(UTF_8)).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name[]=a.b_total&name[]=a_b&name[]=other", "name[]=a.b_total"})
    void scrapeOfSomeFamiliesKnowsTheOthersOfThatScrape(String query) {
        Registry registry = dottedNames();
        Gauge.builder("z", "").register(registry);
        try (Scraper scraper = Scraper.builder().gatherer(registry).build()) {
            String body = Scraped.query(scraper, query, "Accept", "application/openmetrics-text;version=1.0.0")
                    .body();

            assertThat(body).isEqualTo(query.contains("a_b") ? BODY : """
                    # HELP a_b Ever.
                    # TYPE a_b counter
                    a_b_total 2.0
                    # EOF
                    """);
        }
    }

    @Test
    void infoIsAGaugeThen() {
        Registry registry = Registry.create();
        Info.builder("a.b_info", "Build.", "version").register(registry).setLabelValues("1");
        Gauge.builder("a_b", "Now.").register(registry).set(1);

        assertThat(GatheredMetrics.from(registry).format(Format.OPENMETRICS)).isEqualTo("""
                # HELP a_b_info Build.
                # TYPE a_b_info gauge
                a_b_info{version="1"} 1.0
                # HELP a_b Now.
                # TYPE a_b gauge
                a_b 1.0
                # EOF
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE jobs_total counter\njobs_total 1\n# TYPE jobs gauge\njobs 2\n",
                "# TYPE jobs gauge\njobs 2\n# TYPE jobs_total counter\njobs_total 1\n"
            })
    void textIsWrittenInAnotherFormatWhateverItsOrder(String text) {
        String written = GatheredMetrics.parse(text).format(Format.OPENMETRICS);

        assertThat(written).contains("# TYPE jobs_total unknown\njobs_total 1.0\n", "# TYPE jobs gauge\njobs 2.0\n");
        assertThat(TextParser.openMetrics().parse(written)).hasSize(2);
    }

    @Test
    void familiesOneByOneAreComparedWithThoseBefore() {
        Encoder encoder = Format.OPENMETRICS.newEncoder();
        for (int scrape = 0; scrape < 2; scrape++) { // what is kept for families named together must not be used here
            encoder.reset();
            encoder.encodeAll(List.of(counter, gauge));
            assertThat(encoder.errors()).isEmpty();

            encoder.reset();
            encoder.encode(counter);
            encoder.encode(gauge);
            assertThat(encoder.errors())
                    .containsExactly(
                            new GatherError("gauge \"a_b\": after escaping, \"a_b\" is also a name of another family"));
        }
    }

    @Test
    void familyWithoutMetricsTakesNoName() {
        Encoder encoder = Format.OPENMETRICS.newEncoder();
        MetricFamily empty = new MetricFamily(Desc.gauge("a_b", ""), List.of());

        encoder.encodeAll(List.of(empty, counter, empty));
        encoder.finish();

        assertThat(new String(encoder.toByteArray(), UTF_8)).contains("# TYPE a_b counter\n");
    }

    @Test
    void familiesThatCameAloneKeepTheirNames() {
        Encoder encoder = Format.OPENMETRICS.newEncoder();
        encoder.encode(gauge);
        encoder.encodeAll(List.of(counter));
        encoder.encode(counter);

        assertThat(new String(encoder.toByteArray(), UTF_8)).endsWith("# TYPE a_b_total unknown\na_b_total 2.0\n");
        assertThat(encoder.errors())
                .containsExactly(new GatherError(
                        "counter \"a.b_total\": after escaping, \"a_b_total\" is also a name of another family"));
    }
}
