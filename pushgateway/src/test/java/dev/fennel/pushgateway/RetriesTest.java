package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Retries that wait for a nanosecond at most. */
    private static final Retries AT_ONCE = Retries.attempts(2).withBackoff(Duration.ofNanos(1), Duration.ofNanos(1));

    @Test
    void pushAddAndDeleteAreTriedAgain() throws IOException {
        try (FakeGateway gateway = FakeGateway.answeringInTurn(500, 200, 500, 200, 500, 202)) {
            Pusher pusher = Pusher.to(gateway.url(), "j").retries(AT_ONCE);
            pusher.push();
            pusher.add();
            pusher.delete();
            assertThat(gateway.requests())
                    .extracting(FakeGateway.Request::method)
                    .containsExactly("PUT", "PUT", "POST", "POST", "DELETE", "DELETE");
        }
    }

    @Test
    void whatIsSentAgainWasGatheredOnce() throws IOException {
        AtomicInteger gathered = new AtomicInteger();
        try (FakeGateway gateway = FakeGateway.answeringInTurn(500, 200)) {
            Pusher.to(gateway.url(), "j")
                    .retries(AT_ONCE)
                    .gatherer(() -> Gathered.gauge("a", gathered.incrementAndGet(), "zone", "east")
                            .gather())
                    .push();
            assertThat(gateway.requests().get(1).bytes())
                    .isEqualTo(gateway.requests().get(0).bytes());
            assertThat(gathered).hasValue(1);
        }
    }

    @Test
    void anyWaitIsFromZeroToItsLimit() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long first = 1 + random.nextLong(1L << random.nextInt(1, 62));
            long longest = first + random.nextLong(1L << random.nextInt(1, 62));
            int attempt = 1 + random.nextInt(1 << random.nextInt(31));
            Retries retries = Retries.attempts(1).withBackoff(Duration.ofNanos(first), Duration.ofNanos(longest));
            assertThat(retries.backoffNanos(attempt, random.nextDouble()))
                    .as("seed %d, first %d, longest %d, attempt %d", seed, first, longest, attempt)
                    .isBetween(0L, longest);
        }
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        Retries retries = Retries.attempts(1);
        refused(() -> Retries.attempts(0), "expected at least 1 attempt, got 0");
        refused(() -> Retries.attempts(-1), "expected at least 1 attempt, got -1");
        refused(
                () -> retries.withBackoff(Duration.ZERO, SECOND),
                "first backoff: expected a time above zero, got PT0S");
        refused(
                () -> retries.withBackoff(SECOND, Duration.ofMillis(999)),
                "expected a longest backoff of at least the first, which is PT1S, got PT0.999S");
        refused(() -> retries.within(SECOND.negated()), "total time: expected a time above zero, got PT-1S");
        assertThatNullPointerException().isThrownBy(() -> retries.withBackoff(null, SECOND));
        assertThatNullPointerException()
                .isThrownBy(() -> retries.withBackoff(SECOND, null))
                .withMessage("longest");
        assertThatNullPointerException().isThrownBy(() -> retries.within(null));
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void adjustingLeavesTheRetriesAsTheyWere() {
        Retries retries = Retries.attempts(5);
        String before = "5 attempts within PT1M, backoff from PT0.5S to PT10S";
        assertThat(retries.within(Duration.ofSeconds(Long.MAX_VALUE)).withBackoff(SECOND, SECOND))
                .hasToString("5 attempts within PT2562047H47M16.854775807S, backoff from PT1S to PT1S");
        assertThat(retries).hasToString(before);
    }
}
