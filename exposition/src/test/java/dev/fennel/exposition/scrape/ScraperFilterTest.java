package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Families;
import dev.fennel.exposition.Format;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests for some families. */
class ScraperFilterTest {
    private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";
    private static final Desc DEPTH = Desc.gauge("queue.depth", "Jobs waiting.");
    private static final Desc LATENCY = Desc.histogram("latency", "Latency.");
    private static final Desc BROKEN = Desc.gauge("broken", "Cannot be read.");
    private static final List<MetricFamily> FAMILIES = Families.of(
            ConstMetric.of(DEPTH, 7),
            ConstMetric.histogram(LATENCY, 1, 0.5, Map.of(1.0, 1L)),
            ConstMetric.invalid(BROKEN, new IllegalStateException("cannot read")));

    private final List<GatherError> logged = new ArrayList<>();

    @Test
    void onlyTheNamedFamiliesAreServed() {
        Scraper scraper = scraper(ErrorHandling.HTTP_ERROR);

        assertThat(Scraped.query(scraper, "name[]=queue.depth").body())
                .isEqualTo(encoded(Format.TEXT, "queue.depth"))
                .contains("queue_depth 7\n");
        assertThat(Scraped.query(scraper, "name%5B%5D=latency&name[]=queue.depth")
                        .body())
                .isEqualTo(encoded(Format.TEXT, "latency", "queue.depth"));
        assertThat(Scraped.query(scraper, "name[]=latency", "Accept", OPENMETRICS)
                        .body())
                .isEqualTo(encoded(Format.OPENMETRICS, "latency"));
    }

    @Test
    void namesOfNoFamilyGiveAnEmptyBody() {
        Scraper scraper = scraper(ErrorHandling.HTTP_ERROR);

        for (String name : List.of("other", "latency_bucket", "queue_depth", "Latency", "%zz", "")) {
            Scraped text = Scraped.query(scraper, "name[]=" + name);
            assertThat(text.status()).isEqualTo(200);
            assertThat(text.body()).isEmpty();
            assertThat(Scraped.query(scraper, "name[]=" + name, "Accept", OPENMETRICS)
                            .body())
                    .isEqualTo("# EOF\n");
        }
    }

    @Test
    void familyThatWasNotAskedForFailsNobody() {
        Scraper scraper = scraper(ErrorHandling.HTTP_ERROR);

        assertThat(Scraped.query(scraper, "name[]=latency").status()).isEqualTo(200);
        assertThat(logged).isEmpty();
        assertThat(Scraped.query(scraper, "name[]=latency&name[]=broken").status())
                .isEqualTo(500);
        assertThat(logged).hasSize(1);
    }

    @Test
    void gatherThatFailedFailsRequestsForSomeFamiliesToo() {
        assertThat(Scraped.query(failing(ErrorHandling.HTTP_ERROR), "name[]=latency")
                        .status())
                .isEqualTo(500);
        assertThat(logged).extracting(GatherError::message).containsExactly("disk is gone");
    }

    @Test
    void continueServesTheNamedFamiliesThatAreLeft() {
        Scraper scraper = failing(ErrorHandling.CONTINUE);

        assertThat(Scraped.query(scraper, "name[]=latency").body()).isEqualTo(encoded(Format.TEXT, "latency"));
        assertThat(Scraped.query(scraper, "name[]=other").status())
                .as("may be what failed")
                .isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestForSomeDoesNotShowInTheNext(ErrorHandling handling) {
        Scraper scraper = Scraper.builder()
                .gatherer(() -> new GatherResult(FAMILIES.subList(1, 3), List.of()))
                .errorHandling(handling)
                .build();

        String all = Scraped.get(scraper).body();
        Scraped.query(scraper, "name[]=latency");

        assertThat(all).isEqualTo(encoded(Format.TEXT, "latency", "queue.depth"));
        assertThat(Scraped.get(scraper).body()).isEqualTo(all);
    }

    private Scraper scraper(ErrorHandling handling) {
        return scraper(handling, List.of());
    }

    private Scraper failing(ErrorHandling handling) {
        return scraper(handling, List.of(new GatherError("disk is gone")));
    }

    private Scraper scraper(ErrorHandling handling, List<GatherError> errors) {
        return Scraper.builder()
                .gatherer(() -> new GatherResult(FAMILIES, errors))
                .errorHandling(handling)
                .errorLog(logged::add)
                .build();
    }

    private static String encoded(Format format, String... names) {
        List<MetricFamily> named = FAMILIES.stream()
                .filter(family -> List.of(names).contains(family.name()))
                .toList();
        return Families.encode(format.newEncoder(), named);
    }
}
