package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.SummaryValue;
import dev.fennel.testsupport.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** As many threads as a server with one for each request may have, on a JDK that has virtual ones. */
class VirtualThreadTest {
    private static final int THREADS = 5_000;
    private static final int OBSERVATIONS = 120;
    private static final long TOTAL = (long) THREADS * OBSERVATIONS;

    private final Counter counter = Counter.builder("c_total", "").build();
    private final Histogram histogram =
            Histogram.builder("h", "").buckets(1, 2, 3).build();
    private final Summary summary =
            Summary.builder("s", "").objective(0, 0).objective(1, 0).build();

    @Test
    void everyReadingIsExactWithManyVirtualThreads() throws Throwable {
        ExecutorService virtual = VirtualThreads.executor();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(virtual.submit(this::observe));
            }
            double counted = 0;
            while (!running.stream().allMatch(Future::isDone)) {
                assertThat(counter.value()).isBetween(counted, (double) TOTAL);
                counted = counter.value();
                assertConsistent(histogram.snapshot());
                assertConsistent(summary.snapshot());
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            virtual.shutdownNow();
        }
        assertThat(counter.value()).isEqualTo(TOTAL);
        assertConsistent(histogram.snapshot());
        assertThat(histogram.snapshot().count()).isEqualTo(TOTAL);
        assertThat(histogram.snapshot().sum()).isEqualTo(2.5 * TOTAL);
        assertConsistent(summary.snapshot());
        assertThat(summary.snapshot().count()).isEqualTo(TOTAL);
    }

    private void observe() {
        for (int i = 0; i < OBSERVATIONS; i++) {
            counter.inc();
            histogram.observe(1 + i % 4);
            summary.observe(3);
            if (i % 40 == 0) {
                Thread.yield();
            }
        }
    }

    /** The values are 1 to 4, one for each bucket, so the buckets tell the sum of the observations in them. */
    private static void assertConsistent(HistogramValue value) {
        double sum = 0;
        long before = 0;
        for (int i = 0; i < 4; i++) {
            long count = value.cumulativeCount(i);
            assertThat(count).isGreaterThanOrEqualTo(before);
            sum += (i + 1) * (count - before);
            before = count;
        }
        assertThat(value.count()).isEqualTo(before).isLessThanOrEqualTo(TOTAL);
        assertThat(value.sum()).isEqualTo(sum);
    }

    private static void assertConsistent(SummaryValue value) {
        assertThat(value.sum()).isEqualTo(3.0 * value.count());
        Double quantile = value.count() == 0 ? Double.NaN : 3.0;
        assertThat(value.quantileValue(0)).isEqualTo(quantile);
        assertThat(value.quantileValue(1)).isEqualTo(quantile);
    }
}
