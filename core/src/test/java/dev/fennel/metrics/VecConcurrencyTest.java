package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VecConcurrencyTest {
    private static final int THREADS = 8;
    private static final int TIMES = 40_000;
    private static final int SERIES = 500;

    private final CounterVec kept =
            CounterVec.builder("kept_total", "", "a", "b").build();

    @Test
    void nothingIsLostWhileSeriesAreBorn() throws Exception {
        Threads.run(THREADS, thread -> {
            for (int i = 0; i < TIMES; i++) {
                kept.withLabelValues("a" + i % SERIES, "b").inc();
            }
        });

        assertThat(kept.series()).hasSize(SERIES);
        assertThat(kept.series()).allMatch(series -> series.value() == (double) THREADS * TIMES / SERIES);
    }

    @Test
    void nothingIsLostWhileOthersAreDeletedAndScraped() throws Exception {
        AtomicLong scrapes = new AtomicLong();
        Threads.runBeside(
                () -> {
                    assertInOrder(kept.family());
                    scrapes.incrementAndGet();
                },
                THREADS,
                thread -> {
                    for (int i = 0; i < TIMES; i++) {
                        kept.withLabelValues("a" + i % 50, "stays").inc();
                        if (i % 4 == 0) {
                            kept.withLabelValues("a" + i % SERIES, "goes-" + thread)
                                    .inc();
                        } else if (i % 97 == 0) {
                            kept.deletePartialMatch(Labels.of("b", "goes-" + thread));
                        } else if (i % 5 == 0) {
                            kept.deleteLabelValues("a" + (i - 1) % SERIES, "goes-" + thread);
                        }
                    }
                });

        assertThat(scrapes.get()).isPositive();
        List<Counter> staying = kept.series().stream()
                .filter(series -> "stays".equals(series.labels().get("b")))
                .toList();
        assertThat(staying).hasSize(50);
        assertThat(staying).allMatch(series -> series.value() == (double) THREADS * TIMES / 50);
    }

    private static void assertInOrder(MetricFamily family) {
        Set<Labels> seen = new HashSet<>();
        for (Metric metric : family.metrics()) {
            assertThat(seen.add(metric.labels()))
                    .as("%s is there twice", metric)
                    .isTrue();
            assertThat(Written.by(metric).value()).isNotNegative();
        }
    }

    @Test
    void aResetCutsNoIncrementInTwo() throws Exception {
        // Every increment goes to a series that was in the table: it is in some generation of it, or in the last.
        AtomicLong collected = new AtomicLong();
        CounterVec vec = CounterVec.builder("resets_total", "", "a").build();
        Threads.run(THREADS, thread -> {
            Counter own = vec.withLabelValues("t" + thread);
            for (int i = 0; i < TIMES; i++) {
                if (i % 1_000 == 999) {
                    collected.addAndGet((long) own.value());
                    vec.deleteLabelValues("t" + thread);
                    own = vec.withLabelValues("t" + thread);
                }
                own.inc();
            }
        });

        double alive = vec.series().stream().mapToDouble(Counter::value).sum();
        assertThat(collected.get() + alive).isEqualTo((double) THREADS * TIMES);
        vec.reset();
        assertThat(vec.series()).isEmpty();
    }

    @Test
    void allThreadsGetTheSameSeries() throws Exception {
        Set<Counter> found = ConcurrentHashMap.newKeySet();
        Threads.run(THREADS, thread -> {
            for (int i = 0; i < SERIES; i++) {
                found.add(kept.withLabelValues("x" + i, "y"));
            }
        });

        assertThat(found).hasSize(SERIES);
    }
}
