package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TimeLimitTest {
    private static final Duration AMPLE = Duration.ofHours(1);

    private final AtomicInteger notStarted = new AtomicInteger();

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("disk is gone"),
                new StackOverflowError(),
                new IOException("not declared"),
                new CancellationException(),
                new CompletionException("no cause", null),
                new CompletionException("a cause", new IOException()));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAScrapeThrowsIsThrownAsItIs(Throwable thrown) {
        TimeLimit limit = new TimeLimit(AMPLE);

        assertThatThrownBy(() -> limit.run(() -> sneakyThrow(thrown), notStarted::incrementAndGet, System.nanoTime()))
                .isSameAs(thrown);
        assertThat(notStarted).hasValue(0);
    }

    @Test
    void threadThatCannotBeMadeGivesTheSlotBack() {
        OutOfMemoryError fatal = new OutOfMemoryError("Java heap space");
        TimeLimit limit = new TimeLimit(AMPLE, task -> sneakyThrow(fatal));

        assertThatThrownBy(() -> limit.run(() -> Reply.unavailable(""), notStarted::incrementAndGet, System.nanoTime()))
                .isSameAs(fatal);
        assertThat(notStarted).hasValue(1);
    }

    @Test
    void threadThatCannotBeStartedGivesTheSlotBack() {
        OutOfMemoryError fatal = new OutOfMemoryError("unable to create native thread");
        TimeLimit limit = new TimeLimit(AMPLE, task -> new Thread(task) {
            @Override
            public void start() {
                throw fatal;
            }
        });

        assertThatThrownBy(() -> limit.run(() -> Reply.unavailable(""), notStarted::incrementAndGet, System.nanoTime()))
                .isSameAs(fatal);
        assertThat(limit.running()).isZero();
        assertThat(notStarted).hasValue(1);
    }

    @Test
    void scrapeHasTheClassLoaderOfTheCallerWhateverItsThreadWasMadeWith() {
        TimeLimit limit = new TimeLimit(AMPLE, task -> {
            Thread thread = new Thread(task);
            thread.setContextClassLoader(null);
            return thread;
        });
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Supplier<Reply> scrape = () -> {
            seen.set(Thread.currentThread().getContextClassLoader());
            return Reply.unavailable("");
        };
        limit.run(scrape, notStarted::incrementAndGet, System.nanoTime());

        assertThat(seen.get()).isNotNull().isSameAs(Thread.currentThread().getContextClassLoader());
    }

    @Test
    void futureForWhichThereIsNoMemoryGivesTheSlotBack() {
        OutOfMemoryError fatal = new OutOfMemoryError("Java heap space");
        TimeLimit limit = new TimeLimit(AMPLE, Thread::new, () -> sneakyThrow(fatal));

        assertThatThrownBy(() -> limit.run(() -> Reply.unavailable(""), notStarted::incrementAndGet, System.nanoTime()))
                .isSameAs(fatal);
        assertThat(notStarted).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replyToACallerWithoutMemoryToWaitIsReleased(boolean comesFirst) throws Exception {
        OutOfMemoryError fatal = new OutOfMemoryError("Java heap space");
        AtomicInteger released = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(comesFirst ? 0 : 1);
        AtomicReference<Thread> scraping = new AtomicReference<>();
        TimeLimit limit = new TimeLimit(
                AMPLE,
                task -> {
                    scraping.set(new Thread(task));
                    return scraping.get();
                },
                () -> new CompletableFuture<>() {
                    @Override
                    public Reply get(long time, TimeUnit unit) {
                        if (comesFirst) {
                            join();
                        }
                        throw fatal;
                    }
                });

        assertThatThrownBy(() -> limit.run(
                        () -> {
                            awaitQuietly(left);
                            return reply(released);
                        },
                        notStarted::incrementAndGet,
                        System.nanoTime()))
                .isSameAs(fatal);
        left.countDown();
        scraping.get().join();

        assertThat(released).hasValue(1);
        assertThat(notStarted).hasValue(0);
    }

    /** The moment between the end of the waiting and the answer, in which the scrape may still come to its end. */
    @Test
    void replyThatComesJustAfterTheTimeIsTheOneThatIsReturned() {
        AtomicInteger released = new AtomicInteger();
        TimeLimit limit = new TimeLimit(AMPLE, Thread::new, () -> new CompletableFuture<>() {
            @Override
            public Reply get(long time, TimeUnit unit) throws TimeoutException {
                join();
                throw new TimeoutException();
            }
        });

        Reply reply = limit.run(() -> reply(released), notStarted::incrementAndGet, System.nanoTime());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(released).hasValue(0);
        reply.release().run();
        assertThat(released).hasValue(1);
    }

    @Test
    void replyThatComesAfterTheAnswerIsReleasedByItsThread() throws Exception {
        AtomicInteger released = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        AtomicReference<Thread> scraping = new AtomicReference<>();
        TimeLimit limit = new TimeLimit(Duration.ofNanos(1), task -> {
            scraping.set(new Thread(task));
            return scraping.get();
        });

        Reply reply = limit.run(
                () -> {
                    awaitQuietly(answered);
                    return reply(released);
                },
                notStarted::incrementAndGet,
                System.nanoTime());
        assertThat(reply.status()).isEqualTo(503);
        answered.countDown();
        scraping.get().join();

        assertThat(released).hasValue(1);
    }

    @Test
    void timeSpentBeforeTheScrapeCounts() {
        AtomicInteger released = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        TimeLimit limit = new TimeLimit(AMPLE);

        Reply reply = limit.run(
                () -> {
                    awaitQuietly(answered);
                    return reply(released);
                },
                notStarted::incrementAndGet,
                System.nanoTime() - AMPLE.toNanos());
        answered.countDown();

        assertThat(reply.status()).isEqualTo(503);
    }

    @Test
    void threadThatEndsBeforeItsStartReturnsIsNotKept() {
        TimeLimit limit = new TimeLimit(AMPLE, task -> new Thread(task) {
            @Override
            public void start() {
                super.start();
                try {
                    join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });

        limit.run(() -> reply(new AtomicInteger()), notStarted::incrementAndGet, System.nanoTime());

        assertThat(limit.running()).isZero();
    }

    private static Reply reply(AtomicInteger released) {
        return new Reply(200, new HashMap<>(), new byte[0], 0, released::incrementAndGet);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Throws what foreign code can throw without declaring it. */
    @SuppressWarnings("unchecked")
    private static <R, T extends Throwable> R sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
