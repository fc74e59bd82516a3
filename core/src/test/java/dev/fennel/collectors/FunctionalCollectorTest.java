package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionalCollectorTest {
    private static final Desc DESC = Desc.gauge("queue_depth", "Jobs waiting.", "queue");

    private static List<Desc> described(Collector collector) {
        List<Desc> descs = new ArrayList<>();
        collector.describe(descs::add);
        return descs;
    }

    @Test
    void functionIsRunInEachCollection() {
        List<Metric> metrics = new ArrayList<>();
        Collector collector = FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(DESC, 1, "q")));
        collector.collect(metrics::add);
        collector.collect(metrics::add);
        assertThat(metrics).hasSize(2).extracting(Metric::desc).containsOnly(DESC);
    }

    @Test
    void withoutDescsItDescribesNothing() {
        assertThat(described(FunctionalCollector.unchecked(out -> {}))).isEmpty();
    }

    @Test
    void withDescsItDescribesThese() {
        Desc other = Desc.counter("jobs_total", "Jobs done.");
        assertThat(described(FunctionalCollector.of(List.of(DESC, other), out -> {})))
                .containsExactly(DESC, other);
    }

    @Test
    void anEmptyListOfDescsIsNoAccident() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FunctionalCollector.of(List.of(), out -> {}))
                .withMessageContaining("unchecked");
    }

    @Test
    void nullsAreRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> FunctionalCollector.unchecked(null))
                .withMessage("collect");
        assertThatNullPointerException().isThrownBy(() -> FunctionalCollector.of((Desc) null, out -> {}));
    }
}
