package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricType;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
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

    @Test
    void settingAndAddingAllocateNothing() {
        assertThat(Allocation.bytes(100_000, () -> gauge.set(3))).isLessThan(1_000);
        assertThat(Allocation.bytes(100_000, gauge::inc)).isLessThan(1_000);
    }
}
