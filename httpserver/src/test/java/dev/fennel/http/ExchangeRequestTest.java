package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExchangeRequestTest {
    /** As those of a filter that sends them through the exchange of the server itself. */
    @Test
    void headersThatWereSentUnseenAreTimedWhenTheBodyBegins() {
        ServerInstruments metrics = new ServerInstruments();
        FakeExchange exchange = new FakeExchange("GET");
        ExchangeRequest request =
                new ExchangeRequest(exchange, metrics.builder().serverMetrics(), true);
        exchange.sendResponseHeaders(200, 5);
        request.wrote(3);
        assertThat(metrics.headers.series()).hasSize(1);
        assertThat(metrics.requests.series()).isEmpty();
        request.wrote(2);
        request.handled();

        assertThat(metrics.headers.withLabelValues("200", "get").snapshot().sum())
                .isEqualTo(1);
        assertThat(metrics.responseSize.withLabelValues("get", "200").snapshot().sum())
                .isEqualTo(5);
    }

    /** The handler throws when another thread has the server send the headers, and has not reported it yet. */
    @Test
    void timeToTheHeadersIsRecordedOnceIfTheHandlerThrowsMeanwhile() {
        ServerInstruments metrics = new ServerInstruments();
        FakeExchange exchange = new FakeExchange("GET");
        ExchangeRequest request =
                new ExchangeRequest(exchange, metrics.builder().serverMetrics(), false);
        exchange.sendResponseHeaders(200, 5);
        request.failed();
        request.sentHeaders(200, 5);
        request.wrote(5);

        assertThat(metrics.headers.withLabelValues("200", "get").snapshot().count())
                .isEqualTo(1);
        assertThat(metrics.requests.withLabelValues("get", "200").value()).isEqualTo(1);
        assertThat(metrics.inFlight.value()).isZero();
    }
}
