package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushScheduleTest {
    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void workIsRepeatedUntilItIsStopped() throws Exception {
        CountDownLatch thrice = new CountDownLatch(3);
        AtomicReference<Thread> worker = new AtomicReference<>();
        PushSchedule schedule = new PushSchedule(SOON, itself -> {
            worker.set(Thread.currentThread());
            thrice.countDown();
        });
        schedule.start();
        FakeCarbon.await(thrice);
        assertThat(schedule.isStopped()).isFalse();
        schedule.stop(() -> {});
        assertThat(schedule.isStopped()).isTrue();
        worker.get().join();
        assertThat(worker.get().isDaemon()).isTrue();
    }

    @Test
    void firstTimeIsNotBeforeAnInterval() {
        AtomicInteger runs = new AtomicInteger();
        PushSchedule schedule = new PushSchedule(Duration.ofDays(1), itself -> runs.incrementAndGet());
        schedule.start();
        schedule.stop(() -> {});
        assertThat(runs).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 110",
        "100, 101, 110",
        "100, 109, 110",
        "100, 110, 120",
        "100, 155, 160",
        "9223372036854775807, -9223372036854775805, -9223372036854775799"
    })
    void timesThatPassMeanwhileAreSkipped(long time, long now, long following) {
        assertThat(PushSchedule.following(time, now, 10)).isEqualTo(following);
    }

    @Test
    void interruptLeftOverByTheWorkEndsNothing() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        PushSchedule schedule = new PushSchedule(SOON, itself -> {
            Thread.currentThread().interrupt();
            twice.countDown();
        });
        schedule.start();
        FakeCarbon.await(twice);
        schedule.stop(() -> {});
    }

    @Test
    void workCanStopItsOwnSchedule() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        PushSchedule schedule = new PushSchedule(SOON, itself -> {
            itself.stop(() -> {});
            stopped.countDown();
        });
        schedule.start();
        FakeCarbon.await(stopped);
        assertThat(schedule.isStopped()).isTrue();
    }

    @Test
    void stoppingInterruptsTheWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        PushSchedule schedule = new PushSchedule(SOON, itself -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        schedule.start();
        FakeCarbon.await(begun);
        schedule.stop(() -> {});
        FakeCarbon.await(interrupted);
    }

    @Test
    @Timeout(60)
    void workThatHeedsNoInterruptIsLeftBehind() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean mayEnd = new AtomicBoolean();
        PushSchedule schedule = new PushSchedule(SOON, itself -> {
            begun.countDown();
            while (!mayEnd.get()) {
                Thread.onSpinWait();
            }
        });
        schedule.start();
        FakeCarbon.await(begun);
        schedule.stop(() -> {});
        mayEnd.set(true);
    }

    @Test
    void scheduleIsStoppedBeforeItsWorkIsEnded() {
        PushSchedule schedule = new PushSchedule(Duration.ofDays(1), itself -> {});
        AtomicBoolean stoppedBefore = new AtomicBoolean();
        schedule.stop(() -> stoppedBefore.set(schedule.isStopped()));
        assertThat(stoppedBefore).isTrue();
    }

    @Test
    void whatAnInterruptDoesNotEndHasEndedBeforeIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        PushSchedule schedule = new PushSchedule(SOON, itself -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        AtomicBoolean interruptedBefore = new AtomicBoolean();
        schedule.start();
        FakeCarbon.await(begun);
        schedule.stop(() -> interruptedBefore.set(happens(interrupted)));
        FakeCarbon.await(interrupted);
        assertThat(interruptedBefore).isFalse();
    }

    /** Whether it happens soon, given the chance to. */
    private static boolean happens(CountDownLatch event) {
        try {
            return event.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
