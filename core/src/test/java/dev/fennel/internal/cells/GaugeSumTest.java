package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.VirtualThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaugeSumTest {
    /** Enough for a thread to own a cell. */
    private static final int MUCH = 4 * Claims.PERIOD;

    private final GaugeSum sum = GaugeSum.create();

    private void addMuch(double amount) {
        for (int i = 0; i < MUCH; i++) {
            sum.add(amount);
        }
    }

    @Test
    void beginsWithAValue() {
        sum.start(2.5);
        sum.add(.25);

        assertThat(sum.value()).isEqualTo(2.75);
    }

    @Test
    void aThreadThatAddsMuchOwnsACell() {
        assertThat(sum.isOwner()).isFalse();
        addMuch(1);

        assertThat(sum.isOwner()).isTrue();
        assertThat(sum.value()).isEqualTo(MUCH);
    }

    /** A reading between any two additions: the first one of each epoch keeps what was before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachReadingHasWhatWasAddedBefore(boolean owning) {
        if (owning) {
            sum.claimNow();
        }
        double expected = 0;
        for (int i = 1; i < 1000; i++) {
            double amount = i % 3 == 0 ? -i : i + .5;
            sum.add(amount);
            expected += amount;
            for (int readings = i % 4; readings > 0; readings--) {
                assertThat(sum.value()).isEqualTo(expected);
            }
        }
        assertThat(sum.isOwner()).isEqualTo(owning);
    }

    /**
     * One thread only adds and one only takes away, in another order: what each has is large, and nothing is left. As
     * doubles, they would differ by 0.8.
     */
    @Test
    void whatIsAddedHereAndTakenAwayThereLeavesNothing() throws Exception {
        double[] amounts = {.1, 1e6, 3, 1e-9, 12345.678};
        Threads.run(2, thread -> {
            sum.claimNow();
            for (int i = 0; i < 1_000_000; i++) {
                sum.add(thread == 0 ? amounts[i % 5] : -amounts[i / 200_000]);
            }
        });

        assertThat(sum.value()).isCloseTo(0, within(1e-12));
    }

    @Test
    void largeWholeNumbersAreExact() {
        sum.start(1);
        addMuch(0x1p53);
        addMuch(-0x1p53 + 1);

        assertThat(sum.value()).isEqualTo(1 + MUCH);
    }

    @Test
    void infinityAndNaNStay() {
        sum.add(Double.POSITIVE_INFINITY);
        sum.add(5);
        assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);

        sum.add(Double.NEGATIVE_INFINITY);
        sum.add(5);
        assertThat(sum.value()).isNaN();
    }

    /**
     * Things are handed from thread to thread: each gives one to its neighbour, who was given it before it takes it
     * away. So there are never fewer than none, nor more than threads, whichever cells the threads use.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void noReadingHasWhatWasTakenAwayWithoutWhatWasAddedBefore(int owners) throws Exception {
        int threads = 4;
        AtomicInteger[] baskets = new AtomicInteger[threads];
        for (int i = 0; i < threads; i++) {
            baskets[i] = new AtomicInteger();
        }
        Threads.runBeside(() -> assertThat(sum.value()).isBetween(0.0, (double) threads * threads), threads, thread -> {
            if (thread < owners) {
                sum.claimNow();
            }
            for (int i = 0; i < 50_000; i++) {
                AtomicInteger next = baskets[(thread + 1) % threads];
                if (next.get() < threads) {
                    sum.add(1);
                    next.incrementAndGet();
                }
                AtomicInteger mine = baskets[thread];
                if (mine.get() > 0) {
                    mine.decrementAndGet();
                    sum.add(-1);
                }
            }
        });

        int left = 0;
        for (AtomicInteger basket : baskets) {
            left += basket.get();
        }
        assertThat(sum.value()).isEqualTo(left);
    }

    /** What rounding takes from a sum is read with that sum, and not with another one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyReadingIsAValueAlsoWhereSumsAreRounded(boolean owning) throws Exception {
        double[] amounts = {6, 1e17, -1e17, -6, 1e17, -1e17};
        Threads.runBeside(() -> assertThat(sum.value()).isIn(0.0, 6.0, 1e17), 1, thread -> {
            if (owning) {
                sum.claimNow();
            }
            for (int i = 0; i < 3_000_000; i++) {
                sum.add(amounts[i % amounts.length]);
            }
        });

        assertThat(sum.value()).isZero();
    }

    /** Every reading ends an epoch, which the others have to do without. */
    @Test
    void manyReadAtTheSameTime() throws Exception {
        int threads = 6;
        Threads.run(threads, thread -> {
            for (int i = 0; i < 30_000; i++) {
                sum.add(1);
                assertThat(sum.value()).isBetween(1.0, (double) threads);
                sum.add(-1);
            }
        });

        assertThat(sum.value()).isZero();
    }

    /** The first cell, beside whose copying something happens once. */
    private static final class WatchedCell extends GaugeCell {
        private Runnable before = () -> {};
        private Runnable after = () -> {};

        @Override
        protected void copy(GaugeImage image) {
            Runnable once = before;
            before = () -> {};
            once.run();
            super.copy(image);
            once = after;
            after = () -> {};
            once.run();
        }
    }

    @Test
    void whatWasAddedAndTakenAwayWhileCellsAreReadIsInNoneOfThem() {
        WatchedCell first = new WatchedCell();
        GaugeSum watched = new GaugeSum(first);
        watched.claimNow();
        first.after = () -> {
            watched.addShared(1);
            watched.add(-1);
        };

        assertThat(watched.value()).isZero();
    }

    @Test
    void aReadingThatACellHasPassedIsMadeOnceMore() {
        WatchedCell first = new WatchedCell();
        GaugeSum watched = new GaugeSum(first);
        watched.add(10);
        first.before = () -> {
            watched.value();
            watched.add(1);
        };

        assertThat(watched.value()).isEqualTo(10);
        assertThat(watched.value()).isEqualTo(11);
    }

    @Test
    void theCellOfAnEndedThreadIsTakenOver() throws Exception {
        for (int i = 0; i < 100; i++) {
            Thread thread = new Thread(() -> {
                addMuch(1);
                sum.add(-MUCH + .5);
            });
            thread.start();
            thread.join();
        }

        assertThat(sum.value()).isEqualTo(50);
        assertThat(sum.ownedCells()).isEqualTo(1);
    }

    @Test
    void anAmountIsAddedEvenIfThereIsNoMemoryOrStackForACell() throws Exception {
        OvertakenThread.runFailing(() -> addMuch(1), new OutOfMemoryError("planted"));
        OvertakenThread.runFailing(() -> addMuch(1), new StackOverflowError());

        assertThat(sum.value()).isEqualTo(2.0 * MUCH);
    }

    @Test
    void theCellOfAThreadThatWasFasterStays() throws Exception {
        OvertakenThread.run(
                () -> {
                    sum.claimNow();
                    sum.add(1);
                },
                () -> {
                    sum.claimNow();
                    sum.add(2);
                    assertThat(sum.isOwner()).isTrue();
                });

        assertThat(sum.value()).isEqualTo(3);
    }

    @Test
    void moreThreadsThanCellsShareTheRest() throws Exception {
        Threads.run(100, thread -> addMuch(thread % 2 == 0 ? 1 : -2));

        assertThat(sum.ownedCells()).isBetween(1, 16);
        assertThat(sum.value()).isEqualTo(-50.0 * MUCH);
    }

    @Test
    void veryManyVirtualThreadsOwnNoCells() throws Throwable {
        int threads = 20_000;
        ExecutorService virtual = VirtualThreads.executor();
        try {
            for (int i = 0; i < threads; i++) {
                virtual.execute(() -> {
                    sum.add(1.5);
                    sum.add(-.5);
                });
            }
            virtual.submit(() -> addMuch(1)).get();
        } finally {
            virtual.shutdown();
            assertThat(virtual.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(sum.ownedCells()).isZero();
        assertThat(sum.value()).isEqualTo((double) threads + MUCH);
    }

    @Test
    void addingAllocatesNothing() {
        assertThat(Allocation.bytes(100_000, () -> sum.add(.5))).isLessThan(1_000);
        assertThat(sum.isOwner()).isTrue();
    }
}
