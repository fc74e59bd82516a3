package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricType;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaugeTest {
    private final Gauge gauge = Gauge.builder("depth", "Jobs waiting.").build();

    @Test
    void startsAtZeroAndGoesUpAndDown() {
        assertThat(gauge.value()).isZero();

        gauge.set(10);
        gauge.inc();
        gauge.add(2.5);
        gauge.dec();
        gauge.sub(20);

        assertThat(gauge.value()).isEqualTo(-7.5);
        assertThat(Written.by(gauge).value()).isEqualTo(-7.5);
        assertThat(Written.by(gauge).type()).isEqualTo(MetricType.GAUGE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE})
    void holdsAnyValue(double value) {
        gauge.set(value);
        assertThat(Double.doubleToRawLongBits(gauge.value())).isEqualTo(Double.doubleToRawLongBits(value));

        gauge.add(0);
        assertThat(gauge.value()).isEqualTo(Double.valueOf(value + 0));
    }

    @Test
    void currentTimeIsInSeconds() {
        long before = System.currentTimeMillis();
        gauge.setToCurrentTime();

        assertThat(gauge.value()).isBetween(before / 1e3, System.currentTimeMillis() / 1e3);
    }

    @Test
    void addingIsExactUnderContention() throws Exception {
        Threads.run(8, thread -> {
            for (int i = 0; i < 50_000; i++) {
                gauge.inc();
                gauge.add(2);
                gauge.sub(2.5);
            }
        });

        assertThat(gauge.value()).isEqualTo(8 * 50_000 * 0.5);
    }

    /** Each thread adds one and takes it away again, so there is never less than zero, nor more than threads. */
    @Test
    void everyReadingIsAValueThatTheGaugeHad() throws Exception {
        int threads = 4;
        Threads.runBeside(() -> assertThat(gauge.value()).isBetween(0.0, (double) threads), threads, thread -> {
            for (int i = 0; i < 100_000; i++) {
                gauge.inc();
                gauge.dec();
            }
        });

        assertThat(gauge.value()).isZero();
    }

    /** What one thread adds is taken away by another one, and fractions are added beside. */
    @Test
    void noReadingMissesWhatWasAddedBeforeWhatItHas() throws Exception {
        AtomicInteger added = new AtomicInteger();
        Threads.runBeside(() -> assertThat(gauge.value()).isBetween(0.0, 2.0), 3, thread -> {
            for (int i = 0; i < 50_000; i++) {
                if (thread == 0) {
                    gauge.inc();
                    added.set(1);
                } else if (thread == 1) {
                    for (int spins = 0; !added.compareAndSet(1, 0) && spins < 1_000; spins++) {
                        Thread.onSpinWait();
                    }
                    gauge.add(.25);
                    gauge.sub(.25);
                } else {
                    gauge.add(.5);
                    gauge.sub(.5);
                }
                if (thread == 0) {
                    gauge.dec();
                }
            }
        });

        assertThat(gauge.value()).isZero();
    }

    @Test
    void settingTheValueOverridesWhatThreadsHaveAddedBefore() throws Exception {
        for (int round = 0; round < 20; round++) {
            Gauge one = Gauge.builder("depth", "").build();
            contend(one);
            one.set(round);
            assertThat(one.value()).isEqualTo(round);
            contend(one);
            assertThat(one.value()).isEqualTo(round + 40_000);
            one.set(Double.NaN);
            assertThat(one.value()).isNaN();
        }
    }

    private static void contend(Gauge one) throws Exception {
        Threads.run(2, thread -> {
            for (int i = 0; i < 20_000; i++) {
                one.inc();
            }
        });
    }

    /** One thread sets the value again and again, which the others add to: it is what was set and added since. */
    @Test
    void valuesThatAreSetBesideAdditionsAreNotLost() throws Exception {
        Threads.runBeside(() -> gauge.set(1_000_000), 3, thread -> {
            for (int i = 0; i < 50_000; i++) {
                gauge.inc();
                double value = gauge.value();
                assertThat(value < 200_000 || value >= 1_000_000).isTrue();
            }
        });

        assertThat(gauge.value()).isEqualTo(1_000_000);
    }

    @Test
    void settingAndAddingAllocateNothing() {
        assertThat(Allocation.bytes(100_000, () -> gauge.set(3))).isLessThan(1_000);
        assertThat(Allocation.bytes(100_000, gauge::inc)).isLessThan(1_000);
    }
}
