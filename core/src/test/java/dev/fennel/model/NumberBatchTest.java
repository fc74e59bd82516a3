package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.registry.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberBatchTest {
    private final Registry registry = Registry.create();
    private final NumberBatch batch = new NumberBatch();

    private MetricFamily family() {
        return registry.gather().families().get(0);
    }

    @Test
    void readsCountersInTheOrderOfTheirLabels() {
        CounterVec jobs = CounterVec.builder("jobs_total", "Jobs.", "queue").register(registry);
        Labels trace = Labels.of("trace_id", "1");
        jobs.withLabelValues("b").add(2.5);
        jobs.withLabelValues("a").addWithExemplar(1, trace);
        family().readNumbers(0, batch);
        assertThat(batch.exemplar(0)).isNull();

        batch.takeExemplars(true);
        family().readNumbers(0, batch);
        assertThat(batch.type()).isEqualTo(MetricType.COUNTER);
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.value(0)).isEqualTo(1);
        assertThat(batch.exemplar(0).labels()).isEqualTo(trace);
        assertThat(batch.value(1)).isEqualTo(2.5);
        assertThat(batch.exemplar(1)).isNull();
        assertThat(batch.createdMillis(1)).isEqualTo(Metric.NO_TIMESTAMP);
    }

    @Test
    void readsWhenCountingBeganIfThatIsTaken() {
        CounterVec.builder("jobs_total", "Jobs.", "queue").register(registry).withLabelValues("a");
        batch.takeCreated(true);
        family().readNumbers(0, batch);

        assertThat(batch.createdMillis(0)).isPositive();
        assertThat(batch.exemplar(0)).isNull();
    }

    @Test
    void nothingIsLeftOfWhatWasReadBefore() {
        CounterVec.builder("jobs_total", "Jobs.", "queue")
                .register(registry)
                .withLabelValues("a")
                .addWithExemplar(1, Labels.of("trace_id", "1"));
        batch.takeCreated(true);
        batch.takeExemplars(true);
        family().readNumbers(0, batch);
        assertThat(batch.exemplar(0)).isNotNull();
        GaugeVec depths = GaugeVec.builder("depth", "Depth.", "queue").register(registry);
        depths.withLabelValues("a");
        family().readNumbers(0, batch);

        assertThat(batch.type()).isEqualTo(MetricType.GAUGE);
        assertThat(batch.exemplar(0)).isNull();
        assertThat(batch.createdMillis(0)).isEqualTo(Metric.NO_TIMESTAMP);
    }

    @Test
    void readsUntilTheBatchIsFull() {
        GaugeVec depths = GaugeVec.builder("depth", "Depth.", "queue").register(registry);
        for (int i = 0; i < 100; i++) {
            depths.withLabelValues("" + (100 + i)).set(i);
        }
        MetricFamily family = family();
        family.readNumbers(0, batch);
        assertThat(batch.size()).isEqualTo(NumberBatch.CAPACITY);
        assertThat(batch.value(63)).isEqualTo(63);

        family.readNumbers(64, batch);
        assertThat(batch.size()).isEqualTo(36);
        assertThat(batch.value(0)).isEqualTo(64);
        assertThat(batch.createdMillis(0)).isEqualTo(Metric.NO_TIMESTAMP);
        assertThat(batch.type()).isEqualTo(MetricType.GAUGE);
    }

    @Test
    void otherMetricsHaveToBeVisited() {
        HistogramVec.builder("h", "H.", "a").register(registry).withLabelValues("1");
        family().readNumbers(0, batch);
        assertThat(batch.size()).isZero();

        Desc desc = Desc.gauge("g", "");
        new MetricFamily(desc, List.of(ConstMetric.of(desc, 1))).readNumbers(0, batch);
        assertThat(batch.size()).isZero();
        assertThat(batch.type()).isEqualTo(MetricType.GAUGE);
    }

    @Test
    void indexBeyondTheEndIsRefused() {
        MetricFamily empty = new MetricFamily(Desc.gauge("g", ""), List.of());

        assertThatThrownBy(() -> empty.readNumbers(0, batch)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void metricsOfAFamilyCannotBeChanged() {
        CounterVec.builder("jobs_total", "Jobs.", "queue").register(registry).withLabelValues("a");

        assertThatThrownBy(() -> family().metrics().remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> family().metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
