package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.RecordedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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

    /** The time of sweeps hardly moves while the whole JVM stands still, as in a long garbage collection. */
    @Test
    void whoCouldNotBeServedForAPauseOfTheJvmIsNotCut() {
        long[] now = {0};
        SlowClientGuard guard = guard(Runnable::run, () -> now[0], ConcurrentHashMap.newKeySet());

        assertThat(run(guard, () -> {
                    now[0] += TimeUnit.HOURS.toNanos(1);
                    guard.sweep();
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    for (int i = 0; i < 6; i++) { // now it takes all this time itself
                        now[0] += TimeUnit.MILLISECONDS.toNanos(250);
                        guard.sweep();
                    }
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }))
                .isCompleted();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void threadThatWasCutGoesOnWithoutTheInterrupt() {
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, ConcurrentHashMap.newKeySet());
        AtomicBoolean ran = new AtomicBoolean();

        guard.execute(() -> {
            GuardedExchange.current().cut();
            ran.set(Thread.currentThread().isInterrupted());
        });

        assertThat(ran).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void exchangeThatFailsWithAnErrorIsRunOnceMoreToBeClosed() {
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, ConcurrentHashMap.newKeySet());
        List<String> runs = new ArrayList<>();

        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            guard.execute(() -> {
                boolean interrupted = Thread.currentThread().isInterrupted();
                try {
                    GuardedExchange.startAnswering();
                    runs.add("begins, interrupted: " + interrupted);
                } catch (IOException e) {
                    runs.add(e.getMessage() + ", interrupted: " + interrupted);
                }
                throw new OutOfMemoryError("planted");
            });
            assertThat(log.messages()).containsExactly("WARNING: a request: threw java.lang.OutOfMemoryError: planted");
        }

        assertThat(runs).containsExactly("begins, interrupted: false", "exchange was cut, interrupted: true");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(GuardedExchange.current()).isNull();
    }

    @Test
    void exchangeWhoseFailureHasNoTextIsLoggedAllTheSame() {
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, ConcurrentHashMap.newKeySet());

        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            guard.execute(() -> {
                throw new IllegalStateException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String toString() {
                        throw new NoClassDefFoundError("a/Formatter");
                    }
                };
            });
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING: a request: threw " + SlowClientGuardTest.class.getName() + "$");
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void sweeperSurvivesWhateverASweepThrows() {
        AtomicBoolean failed = new AtomicBoolean();
        BooleanSupplier failing = () -> {
            if (failed.compareAndSet(false, true)) {
                throw new OutOfMemoryError("planted");
            }
            return true;
        };
        SlowClientGuard guard = new SlowClientGuard(thread, failing, Duration.ofHours(1));

        assertThat(run(guard, () -> assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class)))
                .isCompleted();
        assertThat(failed).isTrue();
        guard.close(Duration.ZERO);
    }

    /** Otherwise closing would wait for the whole of its grace period. */
    @Test
    void closingThatBeginsWhileTheLastExchangeEndsDoesNotMissItsEnd() throws Exception {
        HookedSet running = new HookedSet();
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, running);
        Thread closer = new Thread(() -> guard.close(Duration.ofHours(1)));
        running.onRemove = () -> {
            closer.start();
            while (!List.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED).contains(closer.getState())) {
                Thread.onSpinWait();
            }
        };

        assertThat(run(guard, GuardedExchange::startAnswering)).isCompleted();

        closer.join();
    }

    /** Its thread may be in its next task by then. */
    @Test
    void exchangeThatHasEndedIsNotCutAndIsDoneBeforeItLeaves() {
        HookedSet running = new HookedSet();
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, running);
        AtomicReference<GuardedExchange> exchange = new AtomicReference<>();
        AtomicBoolean inFlight = new AtomicBoolean(true);
        running.onRemove = () -> inFlight.set(exchange.get().isInFlight());

        assertThat(run(guard, () -> {
                    GuardedExchange.startAnswering();
                    GuardedExchange.startSending();
                    exchange.set(GuardedExchange.current());
                }))
                .isCompleted();
        exchange.get().cut();

        assertThat(inFlight).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void threadThatDidAPartOfAnExchangeIsNotInItAfterwards() throws Exception {
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, ConcurrentHashMap.newKeySet());
        AtomicReference<Supplier<GuardedExchange>> part = new AtomicReference<>();
        List<GuardedExchange> seen = new ArrayList<>();
        guard.execute(() -> part.set(GuardedExchange.inCurrent(() -> {
            seen.add(GuardedExchange.current());
            throw new IllegalStateException("planted");
        })));

        thread.submit(() -> {
                    assertThatThrownBy(part.get()::get).hasMessage("planted");
                    seen.add(GuardedExchange.current());
                })
                .get();
        assertThat(seen).hasSize(2).first().isNotNull();
        assertThat(seen.get(1)).isNull();
    }

    /** As a collector does that closes its own server. */
    @Test
    void exchangeThatClosesTheServerIsNeitherWaitedForNorCut() {
        SlowClientGuard guard = guard(Runnable::run, System::nanoTime, ConcurrentHashMap.newKeySet());

        assertThat(run(guard, () -> {
                    GuardedExchange.startAnswering();
                    guard.close(Duration.ofHours(1));
                    GuardedExchange.startSending();
                }))
                .isCompleted();
    }

    @Test
    void exchangeThatBeginsWhileTheServerIsClosedIsNotRun() {
        AtomicBoolean ran = new AtomicBoolean();
        HookedSet early = new HookedSet();
        SlowClientGuard closedFirst = guard(Runnable::run, System::nanoTime, early);
        early.onAdd = () -> closedFirst.close(Duration.ZERO);
        closedFirst.execute(() -> ran.set(true)); // enters the set, and then looks whether the server is closed

        HookedSet late = new HookedSet();
        SlowClientGuard enteredFirst = guard(Runnable::run, System::nanoTime, late);
        late.onIterate = () -> enteredFirst.execute(() -> ran.set(true));
        enteredFirst.close(Duration.ZERO); // is closed for all to see, and then looks at the set

        assertThat(ran).isFalse();
    }

    private SlowClientGuard guard(Executor threads, LongSupplier nanoTime, Set<GuardedExchange> running) {
        return new SlowClientGuard(threads, crowded::get, Duration.ofSeconds(1), nanoTime, running);
    }

    /** A set that lets a test do something at the very moment when it is used, once each. */
    private static final class HookedSet extends AbstractSet<GuardedExchange> {
        private final Set<GuardedExchange> elements = ConcurrentHashMap.newKeySet();
        private Runnable onAdd = () -> {};
        private Runnable onRemove = () -> {};
        private Runnable onIterate = () -> {};

        @Override
        public boolean add(GuardedExchange exchange) {
            Runnable hook = onAdd;
            onAdd = () -> {};
            hook.run();
            return elements.add(exchange);
        }

        @Override
        public boolean remove(Object exchange) {
            Runnable hook = onRemove;
            onRemove = () -> {};
            hook.run();
            return elements.remove(exchange);
        }

        @Override
        public Iterator<GuardedExchange> iterator() {
            Runnable hook = onIterate;
            onIterate = () -> {};
            hook.run();
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(SlowClientGuard guard, Body body) {
        CompletableFuture<Void> done = start(guard, body);
        done.orTimeout(60, TimeUnit.SECONDS).join();
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
