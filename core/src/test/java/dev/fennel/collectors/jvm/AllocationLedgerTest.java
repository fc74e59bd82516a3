package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllocationLedgerTest {
    private final AllocationCollector.AllocationLedger ledger = new AllocationCollector.AllocationLedger();

    private void run(long startMillis, Map<String, Long> before, long endMillis, Map<String, Long> after) {
        ledger.accept(
                new CollectionObserver.GcRun("gc", "end of minor GC", "full", startMillis, before, endMillis, after));
    }

    private void runEden(long startMillis, long before, long endMillis, long after) {
        run(startMillis, Map.of("eden", before, "meta", 1L), endMillis, Map.of("eden", after, "meta", 1L));
    }

    @Test
    void nothingIsKnownBeforeTheFirstCollection() {
        assertThat(ledger.allocated()).isEmpty();
    }

    @Test
    void risesBetweenAndDuringCollectionsAreAddedAndFallsAreNot() {
        run(10, Map.of("eden", 100L, "old", 0L), 11, Map.of("eden", 0L, "old", 30L));
        run(20, Map.of("eden", 80L, "old", 30L), 21, Map.of("eden", 5L, "old", 45L));
        run(30, Map.of("eden", 85L, "old", 45L), 39, Map.of("eden", 0L, "old", 12L));

        assertThat(ledger.allocated()).isEqualTo(Map.of("eden", 100L + 80 + 80, "old", 30L + 15));
    }

    @Test
    void collectionsInTheSameMillisecondAllCount() {
        runEden(10, 100, 10, 0);
        runEden(10, 50, 10, 0);

        assertThat(ledger.allocated()).containsEntry("eden", 150L);
    }

    @Test
    void runInsideALongerOneIsNotCountedTwice() {
        runEden(10, 100, 11, 0);
        runEden(20, 60, 21, 0); // inside the one that is reported next
        runEden(15, 40, 30, 25);

        assertThat(ledger.allocated()).containsEntry("eden", 100L + 60 + 25);
    }

    @Test
    void runReportedTooLateIsPassedOver() {
        runEden(20, 100, 21, 0);
        runEden(10, 90, 11, 80);

        assertThat(ledger.allocated()).containsEntry("eden", 100L);
    }

    @Test
    void pausesWithoutSamplesArePassedOver() {
        Map<String, Long> nothing = Map.of("eden", 0L, "meta", 0L);
        runEden(10, 100, 20, 70);
        run(21, nothing, 21, nothing);
        runEden(30, 90, 40, 75);

        assertThat(ledger.allocated()).isEqualTo(Map.of("eden", 100L + 20, "meta", 1L));
    }

    @Test
    void poolThatAppearsLaterCountsFromZero() {
        runEden(10, 100, 11, 0);
        Map<String, Long> more = new HashMap<>(Map.of("eden", 0L, "meta", 1L, "new", 7L));
        run(20, more, 21, more);

        assertThat(ledger.allocated()).isEqualTo(Map.of("eden", 100L, "meta", 1L, "new", 7L));
    }

    @Test
    void manyThreadsLoseNothing() throws InterruptedException {
        int threads = 8;
        int runs = 1000;
        CountDownLatch start = new CountDownLatch(1);
        Thread[] workers = IntStream.range(0, threads)
                .mapToObj(i -> new Thread(() -> {
                    awaitUninterrupted(start);
                    for (int j = 0; j < runs; j++) {
                        runEden(10, 3, 10, 0);
                    }
                }))
                .toArray(Thread[]::new);
        for (Thread worker : workers) {
            worker.start();
        }
        start.countDown();
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(ledger.allocated()).containsEntry("eden", 3L * threads * runs);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
