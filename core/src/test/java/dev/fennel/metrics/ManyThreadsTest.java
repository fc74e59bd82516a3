package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.HistogramValue;
import dev.fennel.testsupport.Threads;
import org.junit.jupiter.api.Test;

/** Many more threads than processors, of which some have cells of their own, and all of which use all instruments. */
class ManyThreadsTest {
    private static final int THREADS = 64;
    private static final int TIMES = 20_000;

    private final Counter counter = Counter.builder("c_total", "").build();
    private final Counter fractions = Counter.builder("f_total", "").build();
    private final Gauge gauge = Gauge.builder("g", "").build();
    private final Histogram histogram =
            Histogram.builder("h", "").buckets(1, 2, 3).build();

    private double counted;
    private double fractionsCounted;
    private long observed;

    @Test
    void everyReadingIsExactAndNoneFallsBack() throws Exception {
        Threads.runBeside(this::read, THREADS, thread -> {
            for (int i = 0; i < TIMES; i++) {
                counter.inc();
                fractions.add(.25);
                gauge.inc();
                histogram.observe(1 + i % 4);
                gauge.dec();
            }
        });

        long total = (long) THREADS * TIMES;
        assertThat(counted).isEqualTo(total);
        assertThat(fractionsCounted).isEqualTo(.25 * total);
        assertThat(gauge.value()).isZero();
        assertThat(observed).isEqualTo(total);
        assertThat(histogram.snapshot().sum()).isEqualTo(2.5 * total);
    }

    private void read() {
        double value = counter.value();
        assertThat(value).isGreaterThanOrEqualTo(counted);
        counted = value;
        double fraction = fractions.value();
        assertThat(fraction).isGreaterThanOrEqualTo(fractionsCounted);
        fractionsCounted = fraction;
        assertThat(gauge.value()).isBetween(0.0, (double) THREADS);
        HistogramValue snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isGreaterThanOrEqualTo(observed);
        observed = snapshot.count();
        double sum = 0;
        long before = 0;
        for (int i = 0; i < 4; i++) {
            sum += (i + 1) * (snapshot.cumulativeCount(i) - before);
            before = snapshot.cumulativeCount(i);
        }
        assertThat(snapshot.sum()).isEqualTo(sum);
    }
}
