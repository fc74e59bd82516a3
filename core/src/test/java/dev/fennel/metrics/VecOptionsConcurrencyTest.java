package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Threads;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VecOptionsConcurrencyTest {
    private static final int THREADS = 8;
    private static final int TIMES = 20_000;
    private static final int LIMIT = 100;
    private static final long AGE = Duration.ofSeconds(10).toNanos();

    private final AtomicLong clock = new AtomicLong();
    private final Logger logger = Logger.getLogger("dev.fennel.metrics");

    @BeforeEach
    void dontLog() {
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void logAgain() {
        logger.setUseParentHandlers(true);
    }

    private static double sum(Iterable<Counter> series) {
        double sum = 0;
        for (Counter one : series) {
            sum += one.value();
        }
        return sum;
    }

    @Test
    void aStormOfNewValuesStopsExactlyAtTheLimit() throws Exception {
        CounterVec vec =
                CounterVec.builder("c_total", "", "a", "b").maxSeries(LIMIT).build();
        AtomicLong diverted = new AtomicLong();
        Threads.runBeside(
                () -> assertThat(vec.family().metrics()).hasSizeLessThanOrEqualTo(LIMIT + 1), THREADS, thread -> {
                    for (int i = 0; i < TIMES; i++) {
                        // Half of the values are the thread's own, half are common to all.
                        Counter found = vec.withLabelValues(i % 2 == 0 ? "t" + thread : "all", "v" + i);
                        found.inc();
                        if (found.labelValues[0].equals(Vec.OVERFLOW)) {
                            diverted.incrementAndGet();
                        }
                    }
                });

        assertThat(vec.series()).hasSize(LIMIT + 1);
        assertThat(sum(vec.series())).isEqualTo((double) THREADS * TIMES);
        assertThat(vec.with(Labels.of("a", Vec.OVERFLOW, "b", Vec.OVERFLOW)).value())
                .isEqualTo(diverted.get());
        assertThat(vec.divertedLookups()).isEqualTo(diverted.get());
    }

    @Test
    void noValueIsDivertedThatHasASeries() throws Exception {
        CounterVec[] vecs = new CounterVec[2_000];
        Arrays.setAll(
                vecs, i -> CounterVec.builder("c" + i, "", "a").maxSeries(4).build());
        Set<String> diverted = ConcurrentHashMap.newKeySet();
        Threads.run(THREADS, thread -> {
            for (CounterVec vec : vecs) {
                for (int i = 0; i < 8; i++) {
                    String value = "v" + (i + thread) % 8;
                    if (vec.withLabelValues(value).labelValues[0].equals(Vec.OVERFLOW)) {
                        diverted.add(vec.desc().name() + value);
                    }
                }
            }
        });

        for (CounterVec vec : vecs) {
            assertThat(vec.series()).hasSize(5);
            assertThat(vec.series())
                    .noneMatch(series -> diverted.contains(vec.desc().name() + series.labelValues[0]));
        }
    }

    @Test
    void theLimitHoldsWhileSeriesAreDeleted() throws Exception {
        CounterVec vec = CounterVec.builder("c_total", "", "a").maxSeries(LIMIT).build();
        Set<Counter> born = ConcurrentHashMap.newKeySet();
        Threads.runBeside(
                () -> {
                    MetricFamily family = vec.family();
                    long ordinary = family.metrics().stream()
                            .filter(series -> !((Counter) series).labelValues[0].equals(Vec.OVERFLOW))
                            .count();
                    assertThat(ordinary).isLessThanOrEqualTo(LIMIT);
                },
                THREADS,
                thread -> {
                    for (int i = 0; i < TIMES; i++) {
                        Counter found = vec.withLabelValues("v" + (i + thread) % (2 * LIMIT));
                        found.inc();
                        born.add(found);
                        if (i % 7 == 0) {
                            vec.deleteLabelValues("v" + i % (2 * LIMIT));
                        } else if (i % 1_001 == 0) {
                            vec.deleteLabelValues(Vec.OVERFLOW);
                        }
                    }
                });

        assertThat(sum(born)).isEqualTo((double) THREADS * TIMES);
        assertThat(born).containsAll(vec.series());
    }

    @Test
    void everySeriesThatWasMadeLivesOrIsCountedAsExpired() throws Exception {
        Desc desc = Desc.counter("c_total", "", "a");
        VecSeries.Options options = new VecSeries.Options();
        options.expireAfter(Duration.ofNanos(AGE));
        options.clock(clock::get);
        Set<Counter> made = ConcurrentHashMap.newKeySet();
        VecSeries all = new VecSeries(
                desc,
                values -> {
                    Counter series = new Counter(new CounterBuilder.Spec(desc, null), values);
                    made.add(series);
                    return series;
                },
                options);
        made.clear(); // The one of the rehearsal is in no table.
        Runnable scrapeAndLetTimePass = () -> {
            all.family();
            clock.addAndGet(AGE / 3);
        };
        Threads.runBeside(scrapeAndLetTimePass, THREADS, thread -> {
            for (int i = 0; i < TIMES; i++) {
                ((Counter) all.findOrCreate(new String[] {"v" + i / 10 % 300})).inc();
            }
        });

        assertThat(sum(made)).isEqualTo((double) THREADS * TIMES);
        int living = all.family().metrics().size();
        assertThat(made).hasSize(living + (int) all.expired());
        clock.addAndGet(AGE);
        assertThat(all.family().metrics()).isEmpty();
        assertThat(all.expired()).isEqualTo(made.size());
    }

    @Test
    void aSeriesThatWasLookedUpIsThereForTheAge() throws Exception {
        CounterVec vec = CounterVec.builder("c_total", "", "a")
                .expireAfter(Duration.ofNanos(AGE))
                .expiryClock(clock::get)
                .build();
        AtomicLong kept = new AtomicLong();
        Runnable scrapeAndLetTimePass = () -> {
            vec.family();
            clock.addAndGet(AGE / 3);
        };
        Threads.runBeside(scrapeAndLetTimePass, THREADS, thread -> {
            for (int i = 0; i < TIMES; i++) {
                String value = "v" + i * 31 % 50;
                long before = clock.get();
                Counter found = vec.withLabelValues(value);
                Counter again = vec.withLabelValues(value);
                if (clock.get() - before < AGE) {
                    assertThat(again).isSameAs(found);
                    kept.incrementAndGet();
                }
            }
        });

        assertThat(kept.get()).isPositive();
    }
}
