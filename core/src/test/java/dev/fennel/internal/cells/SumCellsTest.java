package dev.fennel.internal.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.VirtualThreads;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SumCellsTest {
    /** Enough for a thread to own a cell. */
    private static final int MUCH = 4 * Claims.PERIOD;

    private static final int GARBAGE_COLLECTIONS = 50;
    private static final long MILLIS_FOR_EACH = 100;

    private final SumCells cells = new SumCells();

    private static void addMuch(SumCells to) {
        for (int i = 0; i < MUCH; i++) {
            to.add(1);
        }
    }

    @Test
    void aThreadThatAddsMuchOwnsACell() {
        for (int i = 0; i < Claims.PERIOD; i++) {
            cells.add(1);
        }
        assertThat(cells.isOwner()).isFalse();

        addMuch(cells);

        assertThat(cells.isOwner()).isTrue();
        assertThat(cells.ownedCells()).isEqualTo(1);
        assertThat(cells.sharedCells()).isZero();
        assertThat(cells.sum(3)).isEqualTo(3 + MUCH + Claims.PERIOD);
    }

    @Test
    void aThreadThatAddsToVeryManySumsOwnsNoCells() {
        List<SumCells> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(new SumCells());
        }
        for (int i = 0; i < MUCH; i++) {
            many.forEach(one -> one.add(1));
        }

        assertThat(many).allMatch(one -> one.ownedCells() == 0 && one.sum(0) == MUCH);
    }

    @Test
    void theCellOfAnEndedThreadIsTakenOverWithItsCounts() throws Exception {
        for (int i = 0; i < 10; i++) {
            runAndEnd(() -> {
                addMuch(cells);
                cells.add(.5);
            });
        }

        assertThat(cells.ownedCells()).isEqualTo(1);
        assertThat(cells.sum(0)).isEqualTo(10 * (MUCH + .5));
    }

    private static void runAndEnd(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    @Timeout(60)
    void anEndedThreadAndItsClassLoaderAreCollected() throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = useInThreadOfOwnLoader(collected);

        for (int i = 0; i < GARBAGE_COLLECTIONS && loader.get() != null; i++) {
            System.gc();
            collected.remove(MILLIS_FOR_EACH);
        }

        assertThat(loader.get() == null).isTrue();
        addMuch(cells);
        assertThat(cells.isOwner()).isTrue();
        assertThat(cells.ownedCells()).isEqualTo(1);
        assertThat(cells.sum(0)).isEqualTo(2.0 * MUCH);
    }

    private WeakReference<ClassLoader> useInThreadOfOwnLoader(ReferenceQueue<ClassLoader> collected) throws Exception {
        ClassLoader loader = new URLClassLoader(new URL[0]);
        Thread thread = new Thread(() -> addMuch(cells));
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        assertThat(cells.ownedCells()).isEqualTo(1);
        return new WeakReference<>(loader, collected);
    }

    @Test
    void everyOwnerFindsItsCellAgainWhenOthersHaveCome() throws Exception {
        int threads = 40;
        CyclicBarrier all = new CyclicBarrier(threads);
        AtomicInteger owners = new AtomicInteger();
        Threads.run(threads, thread -> {
            for (int i = 0; i < 4; i++) {
                cells.claimNow(); // may lose against another thread
                addMuch(cells);
            }
            boolean owns = cells.isOwner();
            await(all);
            assertThat(cells.isOwner()).isEqualTo(owns);
            owners.addAndGet(owns ? 1 : 0);
            cells.add(1);
        });

        assertThat(cells.ownedCells()).isEqualTo(owners.get()).isGreaterThan(threads / 2);
        assertThat(cells.sum(0)).isEqualTo(threads * (4.0 * MUCH + 1));
    }

    @Test
    void thereAreNoMoreSharedCellsHoweverOftenThreadsMeet() {
        int times = 1_000;
        for (int i = 0; i < times; i++) {
            cells.addToAnother(1);
        }

        assertThat(cells.sharedCells()).isEqualTo(16);
        assertThat(cells.sum(0)).isEqualTo(times);
    }

    @Test
    void anAmountIsAddedEvenIfThereIsNoMemoryOrStackForACell() throws Exception {
        OvertakenThread.runFailing(() -> addMuch(cells), new OutOfMemoryError("planted"));
        OvertakenThread.runFailing(() -> addMuch(cells), new StackOverflowError());

        assertThat(cells.sum(0)).isEqualTo(2.0 * MUCH);
    }

    @Test
    void theCellOfAThreadThatWasFasterStays() throws Exception {
        OvertakenThread.run(
                () -> {
                    cells.claimNow();
                    cells.add(1);
                },
                () -> {
                    cells.claimNow();
                    cells.add(2);
                    assertThat(cells.isOwner()).isTrue();
                });

        assertThat(cells.sum(0)).isEqualTo(3);
    }

    @Test
    void sharedCellsOfAThreadThatWasFasterStay() throws Exception {
        SumCells overtaken = new SumCells() {
            private boolean isOvertaken;

            @Override
            SharedSum newShared() {
                if (!isOvertaken) {
                    isOvertaken = true;
                    add(2);
                }
                return super.newShared();
            }
        };
        runAndEnd(overtaken::claimNow); // all others share cells from now on
        overtaken.add(1);

        assertThat(overtaken.sharedCells()).isEqualTo(2);
        assertThat(overtaken.sum(0)).isEqualTo(3);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void moreThreadsThanCellsShareTheRest() throws Exception {
        int threads = 150;
        CyclicBarrier all = new CyclicBarrier(threads);
        Threads.run(threads, thread -> {
            addMuch(cells);
            await(all);
            addMuch(cells);
            await(all);
        });

        assertThat(cells.ownedCells()).isLessThanOrEqualTo(64);
        assertThat(cells.sharedCells()).isLessThanOrEqualTo(16);
        assertThat(cells.sum(0)).isEqualTo(threads * 2.0 * MUCH);
    }

    @Test
    void veryManyVirtualThreadsOwnNoCells() throws Throwable {
        int threads = 100_000;
        int times = 30;
        ExecutorService virtual = VirtualThreads.executor();
        try {
            for (int i = 0; i < threads; i++) {
                virtual.execute(() -> {
                    for (int k = 0; k < times; k++) {
                        cells.add(1);
                    }
                });
            }
            virtual.submit(() -> addMuch(cells)).get();
        } finally {
            virtual.shutdown();
            assertThat(virtual.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(cells.ownedCells()).isZero();
        assertThat(cells.sum(0)).isEqualTo((double) threads * times + MUCH);
    }

    /** All with the same number, which a subclass of Thread may return. */
    @Test
    void threadsThatLieAboutTheirNumberLoseNothing() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(
                    new Thread(() -> {
                        addMuch(cells);
                        both.countDown();
                        try {
                            both.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        addMuch(cells);
                    }) {
                        @Override
                        public long getId() {
                            return 7;
                        }
                    });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(cells.sum(0)).isEqualTo(4.0 * MUCH);
        assertThat(cells.ownedCells()).isBetween(1, 2);
    }

    /** A thread that returns one number after the other, the last one for ever. */
    private static Thread numbered(Runnable work, long... numbers) {
        return new Thread(work) {
            private int calls;

            @Override
            public long getId() {
                return numbers[Thread.currentThread() == this ? Math.min(calls++, numbers.length - 1) : 0];
            }
        };
    }

    private static void runToItsEnd(Thread thread) throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        thread.setUncaughtExceptionHandler((ended, failure) -> thrown.add(failure));
        thread.start();
        thread.join();
        assertThat(thrown).isEmpty();
    }

    @Test
    void aThreadWithTheNumberOfAnOwnerIsNoOwner() throws Exception {
        cells.claimNow();
        assertThat(cells.isOwner()).isTrue();

        runToItsEnd(numbered(() -> assertThat(cells.isOwner()).isFalse(), numberOfThisThread()));
    }

    @SuppressWarnings("deprecation") // what cells ask for
    private static long numberOfThisThread() {
        return Thread.currentThread().getId();
    }

    @Test
    void aThreadThatChangesItsNumberMeanwhileGetsNoCellAndNoError() throws Exception {
        cells.claimNow();
        long taken = numberOfThisThread();

        runToItsEnd(numbered(cells::claimNow, taken + 1, taken + 1, taken));
        assertThat(cells.ownedCells()).isEqualTo(1);
        assertThat(cells.isOwner()).isTrue();
    }

    @Test
    void anEndedThreadTakesNoSlotFromOneWithTheSameNumber() throws Exception {
        CountDownLatch bothOwn = new CountDownLatch(1);
        Thread first = numbered(
                () -> {
                    cells.claimNow();
                    try {
                        bothOwn.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                7);
        first.start();
        while (first.getState() != Thread.State.WAITING) {
            Thread.yield();
        }
        runToItsEnd(numbered(cells::claimNow, 8));
        bothOwn.countDown();
        first.join();
        assertThat(cells.ownedCells()).isEqualTo(2);

        // Takes the place of the first one, while the second one still has its own.
        runToItsEnd(numbered(
                () -> {
                    cells.claimNow();
                    assertThat(cells.isOwner()).isTrue();
                },
                8));
    }

    @Test
    void sumsOfFractionsNeverFallWhileThreadsComeAndGo() throws Exception {
        double[] last = {0};
        int rounds = 100;
        Runnable reader = () -> {
            double sum = cells.sum(0);
            assertThat(sum).isGreaterThanOrEqualTo(last[0]);
            last[0] = sum;
        };
        Threads.runBeside(reader, 3, thread -> {
            for (int round = 0; round < rounds; round++) {
                addInNewThread(.1 + thread);
            }
        });

        assertThat(cells.ownedCells()).isBetween(1, 3);
        assertThat(last[0]).isCloseTo(rounds * MUCH * 3.3, withinPercentage(1e-6));
    }

    private void addInNewThread(double amount) {
        try {
            runAndEnd(() -> {
                for (int i = 0; i < MUCH; i++) {
                    cells.add(amount);
                }
            });
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatDoesNotFitIntoAWholePartIsAddedAllTheSame() {
        long large = (1L << 53) - 1;
        for (int i = 0; i < MUCH; i++) {
            cells.add(large);
        }
        assertThat(cells.isOwner()).isTrue();

        double expected = (double) MUCH * large + SumCells.MAX_WHOLE;
        assertThat(cells.sum(SumCells.MAX_WHOLE - 1)).isCloseTo(expected, withinPercentage(1e-9));
    }

    @Test
    void negativeAmountsCountAsWell() {
        addMuch(cells);
        for (int i = 0; i < MUCH; i++) {
            cells.add(-3);
        }

        assertThat(cells.sum(0)).isEqualTo(-2.0 * MUCH);
    }

    @Test
    void addingToAnOwnCellAllocatesNothing() {
        assertThat(Allocation.bytes(100_000, () -> cells.add(1))).isLessThan(1_000);
        assertThat(Allocation.bytes(100_000, () -> cells.add(.5))).isLessThan(1_000);
        assertThat(cells.isOwner()).isTrue();
    }
}
