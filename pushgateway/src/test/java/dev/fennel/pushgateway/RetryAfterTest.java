package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stores answer, other than gateways: any success, and that they get too much. */
class RetryAfterTest {
    private static final Retries HOURLY = Retries.attempts(4)
            .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(5))
            .within(Duration.ofHours(1));

    private final FakePushClock clock = new FakePushClock(0.5);

    private HttpHeaders send(FakeGateway store, Retries retries) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(store.url() + "/x")).DELETE().build();
        return retries.send(
                        HttpClient.newHttpClient(),
                        Duration.ofMinutes(1),
                        request,
                        clock,
                        Answers.STORE,
                        Answers.STORE::mayPass)
                .headers();
    }

    /** Answers three times with a status and, if it is not empty, a {@code Retry-After}, and then with 204. */
    private static FakeGateway store(int status, String retryAfter) throws IOException {
        int[] left = {3};
        return FakeGateway.answering(exchange -> {
            if (left[0]-- == 0) {
                exchange.getResponseHeaders().set("X-Written", "7");
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            FakeGateway.write(exchange, status, "not now");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void storeThatGetsTooMuchIsAskedAgainAfterTheTimeItAsksFor(int status) throws IOException {
        try (FakeGateway store = store(status, "7")) {
            assertThat(send(store, HOURLY).firstValue("x-written")).hasValue("7");
            assertThat(clock.pauses()).containsOnly(Duration.ofSeconds(7)).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "soon", "-5", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void backoffIsUsedIfTheStoreAsksForNothingLonger(String retryAfter) throws IOException {
        try (FakeGateway store = store(429, retryAfter)) {
            send(store, HOURLY);
            assertThat(clock.pauses()).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L);
        }
    }

    @Test
    void nobodyWaitsLongerThanTheTotalTime() throws IOException {
        try (FakeGateway store = store(429, "3600")) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> send(store, HOURLY))
                    .withMessageContaining("(attempt 1 of 4): expected status 2xx, got 429: not now")
                    .satisfies(e -> assertThat(e.header("RETRY-after")).hasValue("3600"))
                    .satisfies(e -> assertThat(e.header("Location")).isEmpty());
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "120, 120",
        "999999999, 999999999",
        "'Wed, 01 Jan 2020 00:00:30 GMT', 30",
        "'Tue, 31 Dec 2019 23:59:50 GMT', -10",
        "'1 Jan 2020 00:00:01 GMT', 1",
        "1.5, 0",
        "'', 0",
        "1 minute, 0",
    })
    void secondsAndDatesAreUnderstood(String value, long seconds) {
        assertThat(RetryAfter.nanos(value, Instant.parse("2020-01-01T00:00:00Z")))
                .isEqualTo(seconds * 1_000_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 413, 415})
    void whatAStoreRefusesIsNotTriedAgain(int status) throws IOException {
        try (FakeGateway store = FakeGateway.answeringInTurn(status, 204)) {
            assertThatExceptionOfType(PushException.class).isThrownBy(() -> send(store, HOURLY));
            assertThat(store.requests()).hasSize(1);
        }
    }
}
