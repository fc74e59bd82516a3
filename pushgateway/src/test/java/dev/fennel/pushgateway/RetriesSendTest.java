package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fennel.testsupport.FreePort;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesSendTest {
    private static final Retries HOURLY = Retries.attempts(6)
            .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(5))
            .within(Duration.ofHours(1));

    private final FakePushClock clock = new FakePushClock(0.5);

    private void deliver(String url, Retries retries) throws IOException {
        deliver(url, retries, Duration.ofMinutes(1));
    }

    private void deliver(String url, Retries retries, Duration timeout) throws IOException {
        deliver(url, retries, timeout, clock);
    }

    private static void deliver(String url, Retries retries, Duration timeout, PushClock clock) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/x")).DELETE().build();
        retries.send(HttpClient.newHttpClient(), timeout, request, clock, Answers.GATEWAY, Answers.GATEWAY::mayPass);
    }

    @Test
    void waitsAreRandomBelowALimitThatDoubles() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            assertThatIOException().isThrownBy(() -> deliver(gateway.url(), HOURLY));
            assertThat(clock.pauses()).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 2500L, 2500L);
            assertThat(gateway.requests()).hasSize(6);
        }
    }

    @Test
    void lastFailureTellsTheAttemptsAndSuppressesTheEarlierOnes() throws IOException {
        try (FakeGateway gateway = FakeGateway.answeringInTurn(500, 502, 503)) {
            String what = "DELETE " + gateway.url() + "/x (attempt ";
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> deliver(gateway.url(), Retries.attempts(3)))
                    .withMessage(what + "3 of 3): expected status 200 or 202, got 503: sorry")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactly(
                                    what + "1 of 3): expected status 200 or 202, got 500: sorry",
                                    what + "2 of 3): expected status 200 or 202, got 502: sorry"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 599})
    void whatMayPassIsTriedAgain(int status) throws IOException {
        try (FakeGateway gateway = FakeGateway.answeringInTurn(status, status, 202)) {
            deliver(gateway.url(), HOURLY);
            assertThat(gateway.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 400, 401, 404, 408, 413, 429})
    void whatTheGatewayRefusesIsNotTriedAgain(int status) throws IOException {
        try (FakeGateway gateway = FakeGateway.answeringInTurn(500, status, 200)) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> deliver(gateway.url(), HOURLY))
                    .withMessageContaining("(attempt 2 of 6): ")
                    .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status))
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(gateway.requests()).hasSize(2);
        }
    }

    @Test
    void gatewayOutOfReachIsTriedAgain() {
        String url = "http://127.0.0.1:" + FreePort.find();
        assertThatIOException()
                .isThrownBy(() -> deliver(url, HOURLY))
                .withMessageStartingWith("DELETE " + url + "/x (attempt 6 of 6): ")
                .withCauseInstanceOf(ConnectException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(5));
    }

    @Test
    void gatewayThatHangsIsTriedAgain() throws IOException {
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            assertThatExceptionOfType(HttpTimeoutException.class)
                    .isThrownBy(() -> deliver(gateway.url(), Retries.attempts(2), Duration.ofMillis(100)))
                    .withMessageEndingWith("(attempt 2 of 2): no complete answer within PT0.1S")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void noAttemptStartsAfterTheTotalTime() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            assertThatIOException()
                    .isThrownBy(() -> deliver(gateway.url(), HOURLY.within(Duration.ofMillis(3500))))
                    .withMessageContaining("(attempt 3 of 6)");
            assertThat(clock.pauses()).extracting(Duration::toMillis).containsExactly(500L, 1000L);
        }
    }

    /** A machine that sleeps, or has no processor to spare, wakes late. */
    @Test
    void noAttemptStartsAfterAWaitThatTookAllTheTime() throws IOException {
        FakePushClock late = new FakePushClock(0.5) {
            @Override
            public boolean pause(long duration) throws InterruptedException {
                return super.pause(duration) && super.pause(Duration.ofHours(1).toNanos());
            }
        };
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            assertThatIOException()
                    .isThrownBy(() -> deliver(gateway.url(), HOURLY, Duration.ofMinutes(1), late))
                    .withMessageContaining("(attempt 1 of 6)");
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    /** Nobody waits for an attempt that there is no time for. */
    @Test
    void noWaitStartsThatWouldTakeTheRestOfTheTime() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            assertThatIOException()
                    .isThrownBy(() -> deliver(gateway.url(), HOURLY.within(Duration.ofMillis(500))))
                    .withMessageContaining("(attempt 1 of 6)");
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @Test
    void noAttemptGoesOnAfterTheTotalTime() throws IOException {
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            assertThatIOException()
                    .isThrownBy(() -> deliver(gateway.url(), Retries.attempts(1).within(Duration.ofMillis(100))))
                    .withMessageEndingWith("no complete answer within PT0.1S");
        }
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() throws IOException {
        clock.interrupting();
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> deliver(gateway.url(), HOURLY))
                    .withMessageEndingWith("/x (attempt 2 of 6): interrupted while waiting for it")
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("got 503"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @Test
    void interruptThatIsAlreadySetIsNotTriedAgain() throws IOException {
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> deliver(gateway.url(), HOURLY));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @Test
    void clockThatIsStoppedEndsTheAttempts() throws IOException {
        clock.stop();
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            assertThatIOException()
                    .isThrownBy(() -> deliver(gateway.url(), HOURLY))
                    .withMessageContaining("(attempt 1 of 6)");
        }
    }
}
