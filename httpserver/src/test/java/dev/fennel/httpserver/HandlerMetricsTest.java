package dev.fennel.httpserver;

import static dev.fennel.testing.GatheredMetrics.parse;
import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.http.FakeExchange;
import dev.fennel.metrics.Counter;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HandlerMetricsTest {
    private final Registry registry = Registry.create();

    @Test
    void seriesAreThereBeforeTheFirstScrape() {
        handler(ErrorHandling.HTTP_ERROR, Fixtures::empty);

        assertThatMetrics(registry).isEqualTo("""
                # HELP promhttp_metric_handler_errors_total Total number of internal errors encountered by the promhttp \
                metric handler.
                # TYPE promhttp_metric_handler_errors_total counter
                promhttp_metric_handler_errors_total{cause="encoding"} 0
                promhttp_metric_handler_errors_total{cause="gathering"} 0
                # HELP promhttp_metric_handler_requests_in_flight Current number of scrapes being served.
                # TYPE promhttp_metric_handler_requests_in_flight gauge
                promhttp_metric_handler_requests_in_flight 0
                # HELP promhttp_metric_handler_requests_total Total number of scrapes by HTTP status code.
                # TYPE promhttp_metric_handler_requests_total counter
                promhttp_metric_handler_requests_total{code="200"} 0
                promhttp_metric_handler_requests_total{code="500"} 0
                promhttp_metric_handler_requests_total{code="503"} 0
                """);
    }

    @Test
    void scrapeSeesItselfInFlightAndTheOthersCounted() throws IOException {
        MetricsHandler handler = MetricsHandler.builder().registry(registry).build();

        assertThatMetrics(parse(scrape(handler, "GET"))).contains(inFlight(1) + requests(200, 0));
        assertThatMetrics(parse(scrape(handler, "GET"))).contains(inFlight(1) + requests(200, 1));
        scrape(handler, "HEAD");
        scrape(handler, "POST");
        assertThatMetrics(registry).contains(inFlight(0) + requests(200, 3) + requests(405, 1));
    }

    @Test
    void errorsAreCountedByCause() throws IOException {
        Gatherer failing = () -> Fixtures.withGatherErrors(Fixtures.withUnreadable(), "one", "two");

        scrape(handler(ErrorHandling.HTTP_ERROR, failing), "GET");
        assertThatMetrics(registry)
                .contains(errors("gathering", 1) + errors("encoding", 0) + requests(200, 0) + requests(500, 1));

        scrape(handler(ErrorHandling.CONTINUE, failing), "GET");
        assertThatMetrics(registry)
                .contains(errors("gathering", 2) + errors("encoding", 1) + requests(200, 1) + requests(500, 1));
    }

    @Test
    void thrownScrapeIsNotInFlightAnyMoreAndHasNoStatus() {
        MetricsHandler handler = handler(ErrorHandling.THROW, Fixtures::withUnreadable);

        assertThatThrownBy(() -> scrape(handler, "GET")).isInstanceOf(IllegalStateException.class);

        assertThatMetrics(registry).contains(inFlight(0) + requests(200, 0) + requests(500, 0) + errors("encoding", 1));
    }

    @Test
    void handlersOfOneRegistryShareTheirMetrics() throws IOException {
        MetricsHandler one = MetricsHandler.builder().registry(registry).build();
        MetricsHandler two = MetricsHandler.builder().registry(registry).build();

        scrape(one, "GET");
        scrape(two, "GET");

        assertThatMetrics(registry).contains(requests(200, 2));
    }

    @Test
    void nothingIsRegisteredUnlessAskedFor() throws IOException {
        String body = scrape(MetricsHandler.builder().gatherer(registry).build(), "GET");

        assertThat(body).isEmpty();
    }

    @Test
    void takenNameIsRefused() {
        registry.register(Counter.builder("promhttp_metric_handler_requests_in_flight", "Something else.")
                .build());

        assertThatThrownBy(() -> MetricsHandler.builder().registry(registry).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("promhttp_metric_handler_requests_in_flight");
    }

    private MetricsHandler handler(ErrorHandling handling, Gatherer gatherer) {
        return MetricsHandler.builder()
                .gatherer(gatherer)
                .registerer(registry)
                .errorHandling(handling)
                .errorLog(error -> {})
                .build();
    }

    private static String scrape(MetricsHandler handler, String method) throws IOException {
        FakeExchange exchange = new FakeExchange(method);
        handler.handle(exchange);
        return exchange.body();
    }

    private static String inFlight(int value) {
        return "promhttp_metric_handler_requests_in_flight " + value + "\n";
    }

    private static String requests(int code, int value) {
        return "promhttp_metric_handler_requests_total{code=\"" + code + "\"} " + value + "\n";
    }

    private static String errors(String cause, int value) {
        return "promhttp_metric_handler_errors_total{cause=\"" + cause + "\"} " + value + "\n";
    }
}
