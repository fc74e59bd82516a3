package dev.fennel.internal.quantiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Threads;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LongRunTest {
    private static final long[] VALUES = new Random(1).longs(LongRun.LENGTH).toArray();

    private static long[] inOrder() {
        long[] sorted = VALUES.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static LongRun run() {
        return LongRun.of(VALUES, VALUES.length, 3);
    }

    @Test
    void sortsWhatItHas() {
        LongRun run = LongRun.of(VALUES, 300, 3);
        assertThat(run.isSorted()).isFalse();

        assertThat(run.sort()).isTrue();

        assertThat(run.isSorted()).isTrue();
        assertThat(run.length()).isEqualTo(300);
        assertThat(run.bucket()).isEqualTo(3);
        long[] expected = Arrays.copyOf(VALUES, 300);
        Arrays.sort(expected);
        assertThat(Arrays.copyOf(run.sorted(), 300)).isEqualTo(expected);
    }

    @Test
    void aRunThatIsSortedIsNotTakenOver() {
        LongRun run = run();
        run.sort();

        assertThat(run.takeOver()).isNull();
        assertThat(run.sorted()).isEqualTo(inOrder());
    }

    @Test
    void aRunThatWasTakenOverIsNotSortedInTime() {
        LongRun run = run();
        LongRun copy = run.takeOver();

        assertThat(copy).isNotNull();
        assertThat(copy.isSorted()).isTrue();
        assertThat(copy.sorted()).isEqualTo(inOrder());
        assertThat(copy.bucket()).isEqualTo(3);
        assertThat(run.sort()).isFalse();
    }

    /**
     * Spins at first, so that both go on at the same time, but leaves the processor to the other if there is one only.
     */
    private static void pause(int spins) {
        if (spins % 1_000 == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** One of both has the values in order, whoever is faster, and no other run is sorted in the same place. */
    @Test
    void oneOfTwoThreadsThatSortAtTheSameTimeIsTheOne() throws Exception {
        AtomicReference<LongRun> shared = new AtomicReference<>();
        AtomicInteger outcomes = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        long[] expected = inOrder();
        int rounds = 20_000;
        Threads.run(2, thread -> {
            for (int round = 0; round < rounds; round++) {
                if (thread == 0) {
                    LongRun run = run();
                    shared.set(run);
                    boolean inTime = run.sort();
                    for (int spins = 1; shared.get() != null; spins++) {
                        pause(spins);
                    }
                    outcomes.addAndGet(inTime ? 1 : 0);
                } else {
                    LongRun run = shared.get();
                    for (int spins = 1; run == null; spins++) {
                        pause(spins);
                        run = shared.get();
                    }
                    LongRun copy = run.takeOver();
                    LongRun sorted = copy == null ? run : copy;
                    if (!sorted.isSorted() || !Arrays.equals(sorted.sorted(), expected)) {
                        wrong.incrementAndGet();
                    }
                    outcomes.addAndGet(copy == null ? 0 : 1);
                    sorted.giveBack();
                    shared.set(null);
                }
            }
        });

        assertThat(wrong.get()).isZero();
        assertThat(outcomes.get()).isEqualTo(rounds);
    }
}
