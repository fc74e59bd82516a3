package dev.fennel.exposition.scrape;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.Families;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors of the virtual machine itself, which end a gather and an encoding, but not the scrape. */
@Timeout(60)
class ScraperFatalErrorsTest {
    private static final Desc DEPTH = Desc.gauge("queue_depth", "Jobs waiting.");
    private static final String ERRORS = "promhttp_metric_handler_errors_total";

    private final Registry registry = Registry.create();
    private final List<GatherError> log = new ArrayList<>();
    private final OutOfMemoryError fatal = new OutOfMemoryError("Java heap space");
    private boolean failing = true;

    @Test
    void fatalErrorOfAGathererIsAnsweredCountedAndLogged() {
        Scraper scraper = scraper(this::gatherOrThrow).build();

        assertIsAnswered(scraper, "gatherer: threw java.lang.OutOfMemoryError: Java heap space");
        assertThatMetrics(registry)
                .named(ERRORS)
                .withLabels("cause", "gathering")
                .hasValue(2);
    }

    @Test
    void fatalErrorOfAMetricIsAnsweredCountedAndLogged() {
        Scraper scraper = scraper(this::gatherMetricThatThrows).build();

        assertIsAnswered(scraper, "gauge \"queue_depth\" {}: threw java.lang.OutOfMemoryError: Java heap space");
        assertThatMetrics(registry)
                .named(ERRORS)
                .withLabels("cause", "encoding")
                .hasValue(2);
    }

    @Test
    void fatalErrorInAThreadOfItsOwnIsAnsweredToo() {
        Scraper scraper =
                scraper(this::gatherOrThrow).timeout(Duration.ofHours(1)).build();

        assertIsAnswered(scraper, "gatherer: threw java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void fatalErrorIsTheCauseOfWhatIsThrown() {
        Scraper scraper =
                scraper(this::gatherOrThrow).errorHandling(ErrorHandling.THROW).build();

        assertThatThrownBy(() -> Scraped.get(scraper))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(fatal);
        assertThat(log).hasSize(1);
    }

    /** Scrapes more often than there are slots. */
    private void assertIsAnswered(Scraper scraper, String error) {
        for (int i = 0; i < 2; i++) {
            Scraped scraped = Scraped.get(scraper);
            assertThat(scraped.status()).isEqualTo(500);
            assertThat(scraped.body()).endsWith("\n" + log.get(0).source() + ": 1 error\n");
        }
        assertThat(log).containsExactly(new GatherError(error, fatal), new GatherError(error, fatal));
        failing = false;
        assertThat(Scraped.get(scraper).body()).endsWith("queue_depth 7\n");
    }

    private Scraper.Builder scraper(Gatherer gatherer) {
        return Scraper.builder()
                .gatherer(gatherer)
                .registerer(registry)
                .errorLog(log::add)
                .maxRequestsInFlight(1);
    }

    private GatherResult gatherOrThrow() {
        if (failing) {
            throw fatal;
        }
        return gatherMetricThatThrows();
    }

    private GatherResult gatherMetricThatThrows() {
        return new GatherResult(Families.of(Families.custom(DEPTH, Labels.EMPTY, this::writeOrThrow)), List.of());
    }

    private void writeOrThrow(MetricVisitor visitor) {
        if (failing) {
            throw fatal;
        }
        visitor.gauge(7);
    }
}
