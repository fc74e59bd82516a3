package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.testsupport.LentMetrics;
import dev.fennel.testsupport.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CoalescedGathererTest {
    private static final int CALLERS = 8;
    private static final int ROUNDS = 300;

    /** After this, a caller that gathers for itself has been missed, not late. */
    private static final long WAIT_NANOS = 60_000_000_000L;

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
        long start = System.nanoTime();
        while (gatherer.get().waiting() < callers) {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds until all others wait")
                    .isLessThan(WAIT_NANOS);
            Thread.onSpinWait();
        }
    }

    private static GatherResult empty() {
        return new GatherResult(List.of(), List.of());
    }

    @Test
    void overlappingGathersShareOneRunAndTheNextOneStartsAnew() throws Exception {
        CoalescedGatherer coalesced = endingWith(CoalescedGathererTest::empty);
        for (int round = 1; round <= ROUNDS; round++) {
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

    /** An interruption does not end the waiting either. */
    @Test
    @Timeout(60)
    void callerGivesUpWhenARunDoesNotEnd() throws Exception {
        Gate gate = new Gate();
        CoalescedGatherer coalesced = new CoalescedGatherer(
                () -> {
                    gate.pass();
                    return empty();
                },
                1);
        Thread runner = new Thread(() -> coalesced.gather(Duration.ZERO));
        runner.start();
        try {
            gate.awaitEntered();
            Thread.currentThread().interrupt();
            GatherResult result = coalesced.gather(Duration.ofMillis(1));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.families()).isEmpty();
            assertThat(Rendered.errors(result))
                    .containsExactly("gather(): the run that this gather shares has not ended in time");
        } finally {
            gate.release();
            runner.join();
        }
        assertThat(coalesced.gather().errors()).isEmpty();
        assertThat(gate.calls).hasValue(2);
    }

    @Test
    void runThatIsSharedIsDoneWithTheLastWhoReadIt() throws Exception {
        LentMetrics lent = new LentMetrics("lent");
        CoalescedGatherer coalesced = endingWith(lent);
        GatherResult[] results = new GatherResult[CALLERS];
        Threads.run(CALLERS, caller -> results[caller] = coalesced.gather());
        for (GatherResult result : results) {
            assertThat(lent.givenBack()).isZero();
            result.done();
            result.done();
        }
        assertThat(lent.givenBack()).isOne();
        assertThat(lent.lent()).isOne();
    }

    @Test
    @Timeout(60)
    void callerThatGaveUpHoldsNothingBack() throws Exception {
        Gate gate = new Gate();
        LentMetrics lent = new LentMetrics("lent");
        CoalescedGatherer coalesced = new CoalescedGatherer(
                () -> {
                    gate.pass();
                    return lent.gather();
                },
                1);
        Thread runner = new Thread(() -> coalesced.gather(Duration.ZERO).done());
        runner.start();
        try {
            gate.awaitEntered();
            coalesced.gather(Duration.ofMillis(1)).done();
            assertThat(lent.givenBack()).isZero();
        } finally {
            gate.release();
            runner.join();
        }
        assertThat(lent.givenBack()).isOne();
    }

    @Test
    void nobodyJoinsARunThatAllAreDoneWith() {
        LentMetrics lent = new LentMetrics("lent");
        CoalescedGatherer.Run run = new CoalescedGatherer.Run(Thread.currentThread(), Duration.ZERO);
        run.result().complete(lent.gather());
        GatherResult first = run.share(run.result().join());
        assertThat(run.join()).isTrue();
        GatherResult second = run.share(run.result().join());
        first.done();
        assertThat(run.join()).isTrue();
        GatherResult third = run.share(run.result().join());
        second.done();
        third.done();
        assertThat(run.join()).isFalse();
        assertThat(run.join()).isFalse();
        assertThat(lent.givenBack()).isOne();
    }

    /** A caller may find a run, and be held up until all others have read its result. */
    @Test
    @Timeout(60)
    void nobodyGetsAResultThatOthersAreDoneWith() throws Exception {
        LentMetrics lent = new LentMetrics("lent");
        Gatherer coalesced = Gatherers.coalesced(lent);
        Threads.run(CALLERS, caller -> {
            for (int i = 0; i < 20_000; i++) {
                GatherResult result = coalesced.gather();
                Rendered.lines(result);
                result.done();
            }
        });
        assertThat(lent.readLate()).isZero();
        assertThat(lent.givenBack()).isEqualTo(lent.lent());
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
