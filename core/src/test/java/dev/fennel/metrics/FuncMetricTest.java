package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import dev.fennel.testsupport.Written;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FuncMetricTest {
    @Test
    void theFunctionIsAskedAtEachWrite() {
        AtomicInteger size = new AtomicInteger(3);
        GaugeFunc gauge =
                GaugeFunc.builder("cache_entries", "Entries.", size::get).build();

        assertThat(Written.by(gauge).value()).isEqualTo(3);
        size.set(4);
        assertThat(Written.by(gauge).value()).isEqualTo(4);
    }

    @Test
    void eachWritesItsOwnType() {
        List<FuncMetric> metrics = List.of(
                CounterFunc.builder("a", "", () -> 1).build(),
                GaugeFunc.builder("a", "", () -> 1).build(),
                UntypedFunc.builder("a", "", () -> 1).build());

        assertThat(metrics)
                .extracting(metric -> Written.by(metric).type())
                .containsExactly(MetricType.COUNTER, MetricType.GAUGE, MetricType.UNTYPED);
        assertThat(metrics)
                .allMatch(metric -> metric.desc().type() == Written.by(metric).type());
    }

    @Test
    void nameUnitAndConstLabelsComeFromTheBuilder() {
        UntypedFunc metric = UntypedFunc.builder("size_bytes", "", () -> 1)
                .namespace("app")
                .subsystem("cache")
                .unit("bytes")
                .constLabels(Labels.of("zone", "eu"))
                .build();

        assertThat(metric.desc().name()).isEqualTo("app_cache_size_bytes");
        assertThat(metric.desc().unit()).isEqualTo("bytes");
        assertThat(metric.labels()).isEqualTo(Labels.of("zone", "eu"));
    }

    @Test
    void aThrowingFunctionFailsTheWrite() {
        GaugeFunc gauge = GaugeFunc.builder("a", "", () -> {
                    throw new IllegalStateException("sensor is gone");
                })
                .build();

        assertThatThrownBy(() -> Written.by(gauge)).hasMessage("sensor is gone");
    }
}
