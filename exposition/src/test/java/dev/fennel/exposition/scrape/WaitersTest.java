package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WaitersTest {
    private static final long NEVER = Duration.ofHours(1).toNanos();

    private final Waiters waiters = new Waiters();
    private final AtomicInteger attempts = new AtomicInteger();

    /** The first attempt is made before the thread is in the list, the second just before it parks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsGivenBackJustTooLateForAnAttemptIsFound(int attempt) throws Exception {
        String got = waiters.await(
                () -> {
                    int made = attempts.incrementAndGet();
                    if (made == attempt) {
                        waiters.wake();
                    }
                    return made > attempt ? "given back" : null;
                },
                NEVER);

        assertThat(got).isEqualTo("given back");
        assertThat(waiters.count()).isZero();
    }

    @Test
    void whoHasNoTimeMakesAnAttemptAndDoesNotPark() throws Exception {
        Thread.currentThread().interrupt(); // would be noticed before parking
        Object got = waiters.await(
                () -> {
                    attempts.incrementAndGet();
                    return null;
                },
                0);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(got).isNull();
        assertThat(attempts).hasPositiveValue();
        assertThat(waiters.count()).isZero();
    }
}
