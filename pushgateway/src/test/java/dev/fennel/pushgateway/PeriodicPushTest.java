package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.net.httpserver.HttpHandler;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.Gatherer;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeriodicPushTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final SteppedPushClock clock = new SteppedPushClock();
    private final Gauge depth = Gauge.builder("depth", "Jobs.").build();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private RecordedLog log;

    @BeforeEach
    void recordLog() {
        log = new RecordedLog("dev.fennel.pushgateway");
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private Pusher to(FakeGateway gateway) {
        return Pusher.to(gateway.url(), "j").collector(depth).format(Format.TEXT);
    }

    private PeriodicPush start(Pusher pusher) {
        return start(pusher, failures::add);
    }

    private PeriodicPush start(Pusher pusher, Consumer<? super Throwable> onFailure) {
        return PeriodicPush.start(pusher, INTERVAL, onFailure, clock);
    }

    private static List<String> pushed(FakeGateway gateway, String name) {
        return gateway.requests().stream()
                .map(request ->
                        request.method() + " " + request.metrics().named(name).value())
                .toList();
    }

    @Test
    void pushesAtOnceThenAfterEachIntervalAndForTheLastTimeAtTheClose() throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            try (PeriodicPush pushes = start(to(gateway))) {
                assertThat(clock.awaitPause()).isEqualTo(INTERVAL);
                assertThat(pushed(gateway, "depth")).containsExactly("PUT 0.0");
                depth.set(1);
                clock.step();
                assertThat(clock.awaitPause()).isEqualTo(INTERVAL);
                depth.set(2);
                assertThat(pushes).isNotNull();
            }
            assertThat(pushed(gateway, "depth")).containsExactly("PUT 0.0", "PUT 1.0", "PUT 2.0");
            assertThat(failures).isEmpty();
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void intervalIsFromStartToStart() throws Exception {
        AtomicReference<Duration> takes = new AtomicReference<>(Duration.ofSeconds(3));
        Gatherer slow = () -> {
            clock.advance(takes.get());
            return Gathered.ROOM.gather();
        };
        try (FakeGateway gateway = FakeGateway.answering(200);
                PeriodicPush pushes = start(to(gateway).gatherer(slow))) {
            assertThat(clock.awaitPause()).isEqualTo(Duration.ofSeconds(7));
            takes.set(Duration.ofSeconds(11));
            clock.step();
            assertThat(clock.awaitPause()).isEqualTo(Duration.ZERO);
            assertThat(pushes).isNotNull();
        }
    }

    @Test
    void failuresAreToldAndTheNextPushGoesOn() throws Exception {
        try (FakeGateway gateway = FakeGateway.answeringInTurn(503, 503, 200)) {
            try (PeriodicPush pushes = start(to(gateway))) {
                clock.awaitPause();
                clock.step();
                clock.awaitPause();
                assertThat(pushes).isNotNull();
            }
            String failed = "PUT " + gateway.url() + "/metrics/job/j: expected status 200 or 202, got 503: sorry";
            assertThat(failures).extracting(Throwable::getMessage).containsExactly(failed, failed);
            assertThat(log.messages()).containsExactly("WARNING: cannot push: " + failed, "INFO: pushing works again");
        }
    }

    @Test
    void failureWithoutAMessageIsNamed() throws Exception {
        Supplier<String> lost = () -> {
            throw new NullPointerException();
        };
        try (FakeGateway gateway = FakeGateway.answering(200);
                PeriodicPush pushes = start(to(gateway).bearerToken(lost))) {
            clock.awaitPause();
            assertThat(pushes).isNotNull();
            assertThat(log.messages()).containsExactly("WARNING: cannot push: threw java.lang.NullPointerException");
        }
    }

    @Test
    void failureWithoutATextEndsNothing() throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            AtomicBoolean first = new AtomicBoolean(true);
            Supplier<String> token = () -> {
                if (first.getAndSet(false)) {
                    throw new TextlessException();
                }
                return "token";
            };
            Consumer<Throwable> broken = failure -> {
                throw new TextlessException();
            };
            try (PeriodicPush pushes = start(to(gateway).bearerToken(token), broken)) {
                clock.awaitPause();
                assertThat(pushes).isNotNull();
            }
            assertThat(gateway.requests()).hasSize(1);
            assertThat(log.messages())
                    .startsWith(
                            "WARNING: cannot push: threw " + TextlessException.class.getName(),
                            "WARNING: the hook for failures of pushes failed: threw "
                                    + TextlessException.class.getName());
        }
    }

    private static final class TextlessException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            throw new AssertionError("no text");
        }
    }

    @Test
    void hookThatThrowsIsLoggedAndEndsNothing() throws Exception {
        try (FakeGateway gateway = FakeGateway.answeringInTurn(503, 200)) {
            Consumer<Throwable> broken = failure -> {
                throw new AssertionError("broken");
            };
            try (PeriodicPush pushes = start(to(gateway), broken)) {
                clock.awaitPause();
                assertThat(pushes).isNotNull();
            }
            assertThat(gateway.requests()).hasSize(2);
            assertThat(log.messages())
                    .contains(
                            "WARNING: the hook for failures of pushes failed: threw java.lang.AssertionError: broken");
        }
    }

    @Test
    @Timeout(60)
    void logThatThrowsEndsNothingAndIsNoFailureOfAPush() throws Exception {
        log.breakDown();
        try (FakeGateway gateway = FakeGateway.answeringInTurn(503, 200, 200, 503)) {
            Consumer<Throwable> broken = failure -> {
                failures.add(failure);
                throw new AssertionError("broken hook");
            };
            try (PeriodicPush pushes = start(to(gateway), broken)) {
                for (int i = 0; i < 3; i++) {
                    clock.awaitPause();
                    clock.step();
                }
                clock.awaitPause();
                assertThat(failures).hasSize(2);
                assertThat(log.messages()).contains("INFO: pushing works again");
                assertThat(pushes).isNotNull();
            }
        }
    }

    @Test
    void nothingIsHeldIfTheThreadCannotStart() throws Exception {
        ReferenceQueue<Object> gone = new ReferenceQueue<>();
        Reference<Object> held = failToStart(gone);
        long start = System.nanoTime();
        Reference<?> collected = null;
        while (collected == null && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
            System.gc();
            collected = gone.remove(100);
        }
        assertThat((Object) collected).isSameAs(held);
    }

    private Reference<Object> failToStart(ReferenceQueue<Object> gone) {
        Consumer<Throwable> hook = new ArrayList<Throwable>()::add;
        Pusher pusher = Pusher.to("localhost", "j");
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> PeriodicPush.start(pusher, INTERVAL, hook, clock, Unstartable::new));
        pusher.begin();
        assertThat(pusher.leave()).as("no others are running").isTrue();
        return new PhantomReference<>(hook, gone);
    }

    private static final class Unstartable extends Thread {
        Unstartable(Runnable work) {
            super(work);
        }

        @Override
        public void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    @Test
    void interruptByAUsersCodeEndsOnePushOnly() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        Gatherer rude = () -> {
            if (first.getAndSet(false)) {
                Thread.currentThread().interrupt();
            }
            return Gathered.ROOM.gather();
        };
        CountDownLatch interrupted = new CountDownLatch(1);
        HttpHandler late = exchange -> {
            FakeGateway.await(interrupted);
            FakeGateway.write(exchange, 200, "");
        };
        try (FakeGateway gateway = FakeGateway.answering(late)) {
            try (PeriodicPush pushes = start(to(gateway).gatherer(rude))) {
                clock.awaitPause(); // which the interrupt ends
                interrupted.countDown();
                clock.awaitPause();
                assertThat(pushes).isNotNull();
            }
            assertThat(failures).hasExactlyElementsOfTypes(InterruptedIOException.class);
            assertThat(pushed(gateway, "room")).endsWith("PUT 1.5");
        }
    }

    @Test
    void hookMayClose() throws Exception {
        CompletableFuture<PeriodicPush> pushes = new CompletableFuture<>();
        try (FakeGateway gateway = FakeGateway.answeringInTurn(503, 200)) {
            pushes.complete(start(to(gateway), failure -> pushes.join().close()));
            clock.awaitPause();
            pushes.join().close();
            assertThat(gateway.requests()).hasSize(2);
        }
    }

    @Test
    void closeByManyPushesOnce() throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            PeriodicPush pushes = start(to(gateway));
            clock.awaitPause();
            Threads.run(8, number -> {
                pushes.close();
                assertThat(gateway.requests()).hasSize(2);
            });
            assertThat(gateway.requests()).hasSize(2);
        }
    }

    @Test
    void pushesFollowInOneDaemonThread() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Gatherer watching = () -> {
            threads.add(Thread.currentThread());
            return Gathered.ROOM.gather();
        };
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            try (PeriodicPush pushes = to(gateway).gatherer(watching).start(Duration.ofDays(1))) {
                assertThat(pushes).isNotNull();
            }
            assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
            assertThat(threads.get(0)).isSameAs(threads.get(1)).hasFieldOrPropertyWithValue("name", "fennel-pusher");
        }
    }

    @Test
    void closeEndsRetriesAndGivesTheFinalPushItsOwn() throws Exception {
        Duration year = Duration.ofDays(365); // the final push draws its pause at random: a short one is unlikely
        Retries yearly = Retries.attempts(9).withBackoff(year, year).within(year.multipliedBy(10));
        try (FakeGateway gateway = FakeGateway.answering(503)) {
            PeriodicPush pushes = start(to(gateway).retries(yearly).timeout(Duration.ofSeconds(2)));
            assertThat(clock.awaitPause()).isEqualTo(year.dividedBy(2));
            pushes.close();
            assertThat(failures).hasSize(2);
            assertThat(failures.get(0)).isInstanceOf(PushException.class).hasMessageContaining("(attempt 1 of 9)");
            assertThat(failures.get(1))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageEndingWith("(attempt 2 of 9): interrupted while waiting for it");
        }
    }

    @Test
    void closeDoesNotWaitForAGatewayThatHangs() throws Exception {
        CountDownLatch gathered = new CountDownLatch(1);
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            Pusher pusher = to(gateway).timeout(Duration.ofMillis(300)).gatherer(() -> {
                gathered.countDown();
                return Gathered.ROOM.gather();
            });
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            PeriodicPush pushes = pusher.start(Duration.ofDays(1), failure::complete);
            gathered.await();
            pushes.close();
            assertThat(failure.get(1, TimeUnit.MINUTES)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closeLeavesACollectorThatHangsBehind() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean(true);
        CompletableFuture<Thread> pushing = new CompletableFuture<>();
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher = to(gateway).timeout(Duration.ofMillis(1)).gatherer(() -> {
                pushing.complete(Thread.currentThread());
                while (hangs.get()) {
                    Thread.onSpinWait();
                }
                return Gathered.ROOM.gather();
            });
            pusher.start(INTERVAL).close();
            assertThat(log.messages())
                    .containsExactly("WARNING: left a push behind that does not end when interrupted");
        } finally {
            hangs.set(false);
            pushing.get().join();
        }
    }

    @Test
    void interruptFromBeforeTheCloseDropsNoPushAndStaysSet() throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            PeriodicPush pushes = start(to(gateway));
            clock.awaitPause();
            depth.set(2);
            Thread.currentThread().interrupt();
            pushes.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(pushed(gateway, "depth")).containsExactly("PUT 0.0", "PUT 2.0");
        }
    }

    @Test
    void interruptDuringTheCloseEndsItAndStaysSet() throws Exception {
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            PeriodicPush pushes = to(gateway).timeout(Duration.ofHours(1)).start(INTERVAL, failure::complete);
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread closing = new Thread(() -> {
                pushes.close();
                interrupted.complete(Thread.interrupted());
            });
            closing.start();
            while (closing.getState() != Thread.State.TIMED_WAITING) { // earlier, an interrupt would be put aside
                Thread.onSpinWait();
            }
            closing.interrupt();
            closing.join();
            assertThat(interrupted.get()).isTrue();
            assertThat(failure.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void badArgumentsAreRefused() {
        Pusher pusher = Pusher.to("localhost", "j");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pusher.start(Duration.ZERO))
                .withMessage("interval: expected a time above zero, got PT0S");
        assertThatNullPointerException().isThrownBy(() -> pusher.start(null));
        assertThatNullPointerException().isThrownBy(() -> pusher.start(INTERVAL, null));
    }
}
