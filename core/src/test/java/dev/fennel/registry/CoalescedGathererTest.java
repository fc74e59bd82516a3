package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.testsupport.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CoalescedGathererTest {
    private static final int CALLERS = 8;

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicReference<CoalescedGatherer> gatherer = new AtomicReference<>();

    /** A gatherer whose runs end when all other callers wait. */
    private CoalescedGatherer endingWith(Gatherer end) {
        gatherer.set(new CoalescedGatherer(() -> {
            runs.incrementAndGet();
            awaitWaiting(CALLERS - 1);
            return end.gather();
        }));
        return gatherer.get();
    }

    private void awaitWaiting(int callers) {
        while (gatherer.get().waiting() < callers) {
            Thread.onSpinWait();
        }
    }

    private static GatherResult empty() {
        return new GatherResult(List.of(), List.of());
    }

    @Test
    void overlappingGathersShareOneRunAndTheNextOneStartsAnew() throws Exception {
        CoalescedGatherer coalesced = endingWith(CoalescedGathererTest::empty);
        for (int round = 1; round <= 3; round++) {
            GatherResult[] results = new GatherResult[CALLERS];
            Threads.run(CALLERS, caller -> results[caller] = coalesced.gather());
            assertThat(runs).hasValue(round);
            GatherResult first = results[0];
            assertThat(results).allSatisfy(result -> assertThat(result).isSameAs(first));
        }
    }

    @Test
    void gathersOneAfterTheOtherShareNothing() {
        Gatherer coalesced = Gatherers.coalesced(CoalescedGathererTest::empty);
        assertThat(coalesced.gather()).isNotSameAs(coalesced.gather());
    }

    @Test
    void exceptionIsOneErrorForAllWhoShareTheRun() throws Exception {
        RuntimeException boom = new IllegalStateException("boom");
        CoalescedGatherer coalesced = endingWith(() -> {
            throw boom;
        });
        Threads.run(CALLERS, caller -> assertThat(coalesced.gather().errors())
                .containsExactly(new GatherError("gather(): threw java.lang.IllegalStateException: boom", boom)));
        assertThat(runs).hasValue(1);
    }

    @Test
    void lackOfMemoryIsOneErrorForAllWhoShareTheRun() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("made up");
        CoalescedGatherer coalesced = endingWith(() -> {
            throw error;
        });
        Threads.run(CALLERS, caller -> assertThat(coalesced.gather().errors())
                .containsExactly(new GatherError("gather(): threw java.lang.OutOfMemoryError: made up", error)));
        assertThat(runs).hasValue(1);
    }

    @Test
    void interruptedCallerGetsItsResultAndStaysInterrupted() throws Exception {
        CoalescedGatherer coalesced = endingWith(CoalescedGathererTest::empty);
        AtomicInteger interrupted = new AtomicInteger();
        Threads.run(CALLERS, caller -> {
            Thread.currentThread().interrupt();
            assertThat(coalesced.gather().errors()).isEmpty();
            interrupted.addAndGet(Thread.interrupted() ? 1 : 0);
        });
        assertThat(interrupted).hasValue(CALLERS);
        assertThat(runs).hasValue(1);
    }

    @Test
    void runThatHangsHoldsNobodyUpForEver() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        CoalescedGatherer coalesced = new CoalescedGatherer(() -> {
            begun.countDown();
            try {
                ends.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return empty();
        });
        Thread runner = new Thread(() -> coalesced.gather(Duration.ofNanos(1)));
        runner.start();
        try {
            begun.await();
            assertThat(Rendered.errors(coalesced.gather(Duration.ofMillis(1))))
                    .containsExactly("gatherer: the gather under way has not ended in time");
        } finally {
            ends.countDown();
            runner.join();
        }
    }

    @Test
    void gatherFromWithinARunDoesNotWaitForItself() {
        AtomicReference<GatherResult> within = new AtomicReference<>();
        gatherer.set(new CoalescedGatherer(() -> {
            if (runs.incrementAndGet() == 1) {
                within.set(gatherer.get().gather());
            }
            return empty();
        }));
        assertThat(gatherer.get().gather()).isNotSameAs(within.get());
        assertThat(runs).hasValue(2);
    }

    @Test
    void nullsBecomeErrors() {
        assertThat(Rendered.errors(Gatherers.coalesced(() -> null).gather()))
                .containsExactly("gather(): returned null, expected a result");
        assertThatNullPointerException()
                .isThrownBy(() -> Gatherers.coalesced(null))
                .withMessage("gatherer");
    }
}
