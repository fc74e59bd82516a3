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
class RunningExchangesTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final AtomicBoolean crowded = new AtomicBoolean();

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void clientThatKeepsAThreadIsInterruptedAndTheNextTaskIsNot() {
        RunningExchanges exchanges = new RunningExchanges(thread, crowded::get, Duration.ofSeconds(1));

        assertThat(run(exchanges, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        assertThat(run(exchanges, () -> assertThat(Thread.currentThread().isInterrupted())
                        .isFalse()))
                .isCompleted();
        exchanges.close(Duration.ZERO);
    }

    @Test
    void clientThatOthersWaitForIsInterruptedSoon() {
        RunningExchanges exchanges = new RunningExchanges(thread, crowded::get, Duration.ofHours(1));
        crowded.set(true);

        assertThat(run(exchanges, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        exchanges.close(Duration.ZERO);
    }

    @Test
    void whoAnswersIsNotInterruptedButSendsNothingOnceItIsCut() {
        RunningExchanges exchanges = new RunningExchanges(thread, crowded::get, Duration.ofHours(1));
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Void> exchange = start(exchanges, () -> {
            RunningExchange.answers();
            answering.countDown();
            closed.await();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThatThrownBy(RunningExchange::sends)
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
        RunningExchanges exchanges = new RunningExchanges(thread, crowded::get, Duration.ofHours(1));
        exchanges.close(Duration.ofHours(1));

        assertThat(run(exchanges, () -> {
                    assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
                    assertThatThrownBy(RunningExchange::answers).isInstanceOf(IOException.class);
                }))
                .isCompleted();
    }

    @Test
    void outsideAnExchangeNothingIsWatched() throws IOException {
        RunningExchange.answers();
        RunningExchange.sends();

        assertThat(RunningExchange.current()).isNull();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(RunningExchanges exchanges, Body body) {
        CompletableFuture<Void> done = start(exchanges, body);
        done.join();
        return done;
    }

    private static CompletableFuture<Void> start(RunningExchanges exchanges, Body body) {
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
