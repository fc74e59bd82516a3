package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowClientGuardTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicBoolean crowded = new AtomicBoolean();

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void clientThatKeepsAThreadIsInterruptedAndTheNextTaskIsNot() {
        SlowClientGuard guard = new SlowClientGuard(thread, crowded::get, Duration.ofSeconds(1));

        assertThat(run(guard, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        assertThat(run(guard, () -> assertThat(Thread.currentThread().isInterrupted())
                        .isFalse()))
                .isCompleted();
        guard.close(Duration.ZERO);
    }

    @Test
    void clientThatOthersWaitForIsInterruptedSoon() {
        SlowClientGuard guard = new SlowClientGuard(thread, crowded::get, Duration.ofHours(1));
        crowded.set(true);

        assertThat(run(guard, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        guard.close(Duration.ZERO);
    }

    @Test
    void whoAnswersIsNotInterruptedButSendsNothingOnceItIsCut() {
        SlowClientGuard guard = new SlowClientGuard(thread, crowded::get, Duration.ofHours(1));
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> exchange = start(guard, () -> {
            GuardedExchange.startAnswering();
            answering.countDown();
            closed.await();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThatThrownBy(GuardedExchange::startSending)
                    .isInstanceOf(IOException.class)
                    .hasMessage("exchange was cut");
        });
        await(answering);

        guard.close(Duration.ofMillis(1));
        closed.countDown();

        exchange.join();
    }

    /**
     * Otherwise it could read from a channel that the JDK's server is closing, and both threads would wait for ever:
     * the one that reads holds the channel's read lock and, being interrupted, waits for the close lock; the other one
     * holds the close lock and waits for the read lock.
     */
    @Test
    void whatBeginsAfterTheEndIsNeitherRunNorInterrupted() throws Exception {
        SlowClientGuard guard = new SlowClientGuard(thread, crowded::get, Duration.ofHours(1));
        guard.close(Duration.ofHours(1));
        AtomicBoolean ran = new AtomicBoolean();

        guard.execute(() -> ran.set(true));

        assertThat(thread.submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
        assertThat(ran).isFalse();
        assertThat(GuardedExchange.current()).isNull();
    }

    @Test
    void outsideAnExchangeNothingIsWatched() throws IOException {
        GuardedExchange.startAnswering();
        GuardedExchange.startSending();

        assertThat(GuardedExchange.current()).isNull();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(SlowClientGuard guard, Body body) {
        CompletableFuture<Void> done = start(guard, body);
        done.join();
        return done;
    }

    private static CompletableFuture<Void> start(SlowClientGuard guard, Body body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        guard.execute(() -> {
            try {
                body.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
