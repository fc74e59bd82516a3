package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.http.FakeExchange;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.testsupport.RecordedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorHandlingTest {
    private static final String PREAMBLE = "An error has occurred while serving metrics:\n\n";
    private static final GatherResult WITH_GATHER_ERRORS =
            Fixtures.withGatherErrors(Fixtures.depth(7), "disk is gone", "queue is gone");

    private final List<GatherError> logged = new ArrayList<>();

    @Test
    void httpErrorAnswersWithWhoFailedInsteadOfTheMetrics() throws IOException {
        FakeExchange exchange = scrape(ErrorHandling.HTTP_ERROR, () -> WITH_GATHER_ERRORS);

        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.body()).isEqualTo(PREAMBLE + "gatherer: 2 errors\n");
        assertThat(exchange.length).isEqualTo(exchange.body().length());
        assertThat(logged).extracting(GatherError::message).containsExactly("disk is gone", "queue is gone");
    }

    @Test
    void errorAnswerIsPlainTextThatNoBrowserTakesForMore() throws IOException {
        FakeExchange exchange = new FakeExchange("GET");
        exchange.getRequestHeaders().set("Accept-Encoding", "gzip");
        handler(ErrorHandling.HTTP_ERROR, () -> WITH_GATHER_ERRORS).handle(exchange);

        assertThat(exchange.getResponseHeaders()).containsOnlyKeys("Content-type", "X-content-type-options");
        assertThat(exchange.getResponseHeaders().getFirst("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(exchange.getResponseHeaders().getFirst("X-Content-Type-Options"))
                .isEqualTo("nosniff");
    }

    @Test
    void httpErrorAnswersWithTheEncodingErrors() throws IOException {
        FakeExchange exchange = scrape(ErrorHandling.HTTP_ERROR, Fixtures::withUnreadable);

        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.body()).isEqualTo(PREAMBLE + "gauge \"broken\": 1 error\n");
        assertThat(logged).singleElement().satisfies(error -> assertThat(error.cause())
                .hasMessage("cannot read"));
    }

    @Test
    void continueServesWhatWasGathered() throws IOException {
        FakeExchange exchange = scrape(ErrorHandling.CONTINUE, () -> WITH_GATHER_ERRORS);

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.body()).isEqualTo(Fixtures.text(Fixtures.depth(7)));
        assertThat(logged).hasSize(2);
    }

    @Test
    void continueServesWhatCouldBeEncoded() throws IOException {
        FakeExchange exchange = scrape(ErrorHandling.CONTINUE, Fixtures::withUnreadable);

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.body()).endsWith(Fixtures.text(Fixtures.depth(7))).doesNotContain("cannot read");
        assertThat(logged).hasSize(1);
    }

    @Test
    void continueFailsWhenNothingIsLeft() throws IOException {
        FakeExchange exchange =
                scrape(ErrorHandling.CONTINUE, () -> Fixtures.withGatherErrors(Fixtures.empty(), "all is gone"));

        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.body()).isEqualTo(PREAMBLE + "gatherer: 1 error\n");
    }

    @Test
    void continueFailsWhenNothingCouldBeEncoded() throws IOException {
        FakeExchange exchange = scrape(ErrorHandling.CONTINUE, Fixtures::allUnreadable);

        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.body()).isEqualTo(PREAMBLE + "gauge \"broken\": 1 error\n");
    }

    @Test
    void throwLeavesTheExchangeUntouched() {
        FakeExchange exchange = new FakeExchange("GET");

        assertThatThrownBy(() ->
                        handler(ErrorHandling.THROW, () -> WITH_GATHER_ERRORS).handle(exchange))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("metrics cannot be served: disk is gone; queue is gone");
        assertThatThrownBy(() ->
                        handler(ErrorHandling.THROW, Fixtures::withUnreadable).handle(exchange))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot read")
                .hasRootCauseMessage("cannot read");
        assertThat(exchange.status).isEqualTo(-1);
        assertThat(exchange.getResponseHeaders()).isEmpty();
        assertThat(exchange.body()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void gatherWithoutErrorsIsServedInEveryMode(ErrorHandling handling) throws IOException {
        assertThat(scrape(handling, () -> Fixtures.depth(7)).body()).isEqualTo(Fixtures.text(Fixtures.depth(7)));
        assertThat(scrape(handling, Fixtures::empty).status).isEqualTo(200);
        assertThat(logged).isEmpty();
    }

    @Test
    void throwingGathererIsAnErrorAndNoStackTraceIsSent() throws IOException {
        FakeExchange thrown = scrape(ErrorHandling.CONTINUE, () -> {
            throw new NoClassDefFoundError("com/acme/Pool");
        });
        FakeExchange returnedNull = scrape(ErrorHandling.HTTP_ERROR, () -> null);

        assertThat(thrown.status).isEqualTo(500);
        assertThat(thrown.body()).isEqualTo(PREAMBLE + "gatherer: 1 error\n");
        assertThat(returnedNull.body()).isEqualTo(PREAMBLE + "gatherer: 1 error\n");
        assertThat(logged.get(1).message()).endsWith("gatherer returned null");
        assertThat(logged.get(0).cause()).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void throwingErrorLogDoesNotStopTheScrape() throws IOException {
        MetricsHandler handler = MetricsHandler.builder()
                .gatherer(() -> WITH_GATHER_ERRORS)
                .errorHandling(ErrorHandling.CONTINUE)
                .errorLog(error -> {
                    logged.add(error);
                    throw new IllegalStateException("the log is full");
                })
                .build();
        FakeExchange exchange = new FakeExchange("GET");

        try (RecordedLog log = new RecordedLog("dev.fennel.exposition")) {
            handler.handle(exchange);

            assertThat(log.messages())
                    .contains(
                            "WARNING: error log, given \"disk is gone\": threw java.lang.IllegalStateException: the log is full");
        }
        assertThat(exchange.status).isEqualTo(200);
        assertThat(logged).hasSize(2);
    }

    @Test
    void errorsAreWarningsOfTheSystemLoggerUnlessToldOtherwise() throws IOException {
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            MetricsHandler.builder().gatherer(() -> WITH_GATHER_ERRORS).build().handle(new FakeExchange("GET"));

            assertThat(log.messages()).hasSize(2).allMatch(message -> message.startsWith("WARNING: "));
            assertThat(log.messages()).contains("WARNING: while serving metrics: disk is gone");
        }
    }

    @Test
    void clientThatGoesAwayIsNoError() throws IOException {
        FakeExchange exchange = FakeExchange.withoutClient();

        handler(ErrorHandling.THROW, () -> Fixtures.depth(7)).handle(exchange);

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.closed).isTrue();
        assertThat(logged).isEmpty();
    }

    @Test
    void whatIsGoodIsServedByDefault() throws IOException {
        FakeExchange exchange = new FakeExchange("GET");
        MetricsHandler.builder()
                .gatherer(() -> WITH_GATHER_ERRORS)
                .errorLog(logged::add)
                .build()
                .handle(exchange);

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.body()).isEqualTo(Fixtures.text(Fixtures.depth(7)));
    }

    private FakeExchange scrape(ErrorHandling handling, Gatherer gatherer) throws IOException {
        FakeExchange exchange = new FakeExchange("GET");
        handler(handling, gatherer).handle(exchange);
        return exchange;
    }

    private MetricsHandler handler(ErrorHandling handling, Gatherer gatherer) {
        return MetricsHandler.builder()
                .gatherer(gatherer)
                .errorHandling(handling)
                .errorLog(logged::add)
                .build();
    }
}
