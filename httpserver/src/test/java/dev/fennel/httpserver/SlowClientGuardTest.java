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
        SlowClientGuard exchanges = new SlowClientGuard(thread, crowded::get, Duration.ofSeconds(1));

        assertThat(run(exchanges, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        assertThat(run(exchanges, () -> assertThat(Thread.currentThread().isInterrupted())
                        .isFalse()))
                .isCompleted();
        exchanges.close(Duration.ZERO);
    }

    @Test
    void clientThatOthersWaitForIsInterruptedSoon() {
        SlowClientGuard exchanges = new SlowClientGuard(thread, crowded::get, Duration.ofHours(1));
        crowded.set(true);

        assertThat(run(exchanges, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        exchanges.close(Duration.ZERO);
    }

    @Test
    void whoAnswersIsNotInterruptedButSendsNothingOnceItIsCut() {
        SlowClientGuard exchanges = new SlowClientGuard(thread, crowded::get, Duration.ofHours(1));
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> exchange = start(exchanges, () -> {
            GuardedExchange.answers();
            answering.countDown();
            closed.await();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThatThrownBy(GuardedExchange::sends)
                    .isInstanceOf(IOException.class)
                    .hasMessage("exchange was cut");
        });
        await(answering);

        exchanges.close(Duration.ofMillis(1));
        closed.countDown();

        exchange.join();
    }

    @Test
    void whatBeginsAfterTheEndIsCut() {
        SlowClientGuard exchanges = new SlowClientGuard(thread, crowded::get, Duration.ofHours(1));
        exchanges.close(Duration.ofHours(1));

        assertThat(run(exchanges, () -> {
                    assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
                    assertThatThrownBy(GuardedExchange::answers).isInstanceOf(IOException.class);
                }))
                .isCompleted();
    }

    @Test
    void outsideAnExchangeNothingIsWatched() throws IOException {
        GuardedExchange.answers();
        GuardedExchange.sends();

        assertThat(GuardedExchange.current()).isNull();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(SlowClientGuard exchanges, Body body) {
        CompletableFuture<Void> done = start(exchanges, body);
        done.join();
        return done;
    }

    private static CompletableFuture<Void> start(SlowClientGuard exchanges, Body body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        exchanges.execute(() -> {
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
