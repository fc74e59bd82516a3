package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import dev.fennel.testsupport.HistogramTaker;
import dev.fennel.testsupport.Threads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class NativeConcurrencyTest {
    private static final int THREADS = 8;
    private static final int TIMES = 40_000;
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Zero, or a small power of two of either sign, so that sums are exact. */
    private static double value(int i) {
        int power = i % 13 - 1;
        return power < 0 ? 0 : (i & 1) == 0 ? 1 << power : -(1 << power);
    }

    @Test
    void everyReadingIsExactWhileWindowsGrow() throws Exception {
        Histogram histogram =
                Histogram.builder("h", "").nativeBuckets(2).buckets(0, 8).build();
        Threads.runBeside(() -> assertExact(histogram.snapshot()), THREADS, thread -> {
            for (int i = 0; i < TIMES; i++) {
                histogram.observe(value(i + thread));
            }
        });

        assertThat(histogram.snapshot().count()).isEqualTo((long) THREADS * TIMES);
        assertExact(histogram.snapshot());
    }

    /** With a bucket for each power of two, the buckets tell the sum. */
    private static void assertExact(HistogramValue value) {
        NativeBuckets buckets = value.nativeBuckets();
        assertThat(population(buckets)).isEqualTo(value.count());
        assertThat(sum(buckets.positive()) - sum(buckets.negative())).isEqualTo(value.sum());
        assertThat(buckets.zeroCount() + count(buckets.negative())).isEqualTo(value.cumulativeCount(0));
    }

    private static long population(NativeBuckets buckets) {
        return buckets.zeroCount() + count(buckets.positive()) + count(buckets.negative());
    }

    private static double sum(NativeBuckets.Populated buckets) {
        double sum = 0;
        for (int i = 0; i < buckets.size(); i++) {
            sum += Math.scalb((double) buckets.count(i), buckets.key(i));
        }
        return sum;
    }

    private static long count(NativeBuckets.Populated buckets) {
        long count = 0;
        for (int i = 0; i < buckets.size(); i++) {
            count += buckets.count(i);
        }
        return count;
    }

    @Test
    void nothingIsLostWhileTheScaleChanges() throws Exception {
        for (int round = 0; round < 10; round++) {
            Histogram histogram = Histogram.builder("h", "")
                    .nativeBuckets(1.003)
                    .maxBuckets(20)
                    .maxZeroThreshold(0.01)
                    .build();
            Threads.runBeside(() -> assertPopulation(histogram.snapshot()), THREADS, thread -> {
                for (int i = 0; i < TIMES / 10; i++) {
                    histogram.observe((i & 1) == 0 ? Math.exp(i % 997 / 50.0 - 10) : -thread);
                }
            });
            HistogramValue last = histogram.snapshot();
            assertPopulation(last);
            assertThat(last.count()).isEqualTo((long) THREADS * TIMES / 10);
            NativeBuckets buckets = last.nativeBuckets();
            assertThat(buckets.positive().size() + buckets.negative().size()).isLessThanOrEqualTo(20);
        }
    }

    private static void assertPopulation(HistogramValue value) {
        assertThat(population(value.nativeBuckets())).isEqualTo(value.count());
    }

    @Test
    void whatScrapesShowBeforeTheirResetsIsTogetherAllThatWasObserved() throws Exception {
        AtomicReference<Thread> scraper = new AtomicReference<>();
        AtomicLong days = new AtomicLong();
        // A day is over whenever the scraper looks, and none when an observer does.
        Histogram histogram = Histogram.builder("h", "")
                .nativeBuckets(2)
                .maxBuckets(2)
                .minResetDuration(Duration.ofDays(1))
                .clock(() -> Thread.currentThread() != scraper.get() ? 0 : DAY * days.incrementAndGet())
                .build();
        Scrapes scrapes = new Scrapes();
        HistogramTaker visitor = new HistogramTaker(scrapes::take);
        Runnable scrape = () -> {
            scraper.set(Thread.currentThread());
            histogram.write(visitor);
        };
        Threads.runBeside(scrape, THREADS, thread -> {
            for (int i = 0; i < TIMES; i++) {
                histogram.observe(1 + i % 100);
            }
        });
        scrape.run();

        assertThat(scrapes.resets).isPositive();
        assertThat(scrapes.beforeResets + scrapes.last).isEqualTo((long) THREADS * TIMES);
    }

    /** Sums up the last counts before each reset, of which a created timestamp that moved tells. */
    private static final class Scrapes {
        private long created;
        private long last;
        private long beforeResets;
        private int resets;

        void take(HistogramValue value) {
            assertPopulation(value);
            if (value.createdMillis() != created) {
                beforeResets += last;
                resets++;
                created = value.createdMillis();
            }
            last = value.count();
        }
    }
}
