package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.CounterVec;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.NumberBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedRunTest {
    private static final int SERIES = 100;

    private final Registry registry = Registry.create();
    private final NumberBatch batch = new NumberBatch();

    /** Two Vecs of one name, one of them wrapped; the series of the second count from 1000. */
    private MetricFamily family(String constLabel) {
        for (int part = 0; part < 2; part++) {
            Registerer registerer =
                    part == 0 ? registry : registry.withLabels(Labels.of("service", "s")); // comes after both
            CounterVec vec = CounterVec.builder("jobs_total", "Jobs.", "queue")
                    .constLabels(part == 0 ? Labels.of(constLabel, "0", "service", "s") : Labels.of(constLabel, "1"))
                    .register(registerer);
            for (int i = 0; i < SERIES; i++) {
                vec.withLabelValues("" + (100 + i)).add(1000 * part + i);
            }
        }
        return registry.gather().families().get(0);
    }

    @Test
    void numbersAreReadInStretchesOfOnePart() {
        MetricFamily family = family("app");
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < family.metrics().size(); i += batch.size()) {
            family.readNumbers(i, batch);
            assertThat(batch.value(0)).isEqualTo(i < SERIES ? i : 1000 + i - SERIES);
            sizes.add(batch.size());
        }

        assertThat(sizes).containsExactly(64, 36, 64, 36);
        assertThat(family.metrics()).hasSize(2 * SERIES);
    }

    @Test
    void readingMayStartAnywhere() {
        MetricFamily family = family("app");
        family.readNumbers(SERIES - 3, batch);
        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.value(2)).isEqualTo(SERIES - 1);

        family.readNumbers(2 * SERIES - 1, batch);
        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.value(0)).isEqualTo(1000 + SERIES - 1);
    }

    @Test
    void mixedPartsAreVisited() {
        MetricFamily family = family("zone");
        family.readNumbers(0, batch);

        assertThat(batch.size()).isZero();
        assertThat(family.metrics()).hasSize(2 * SERIES);
    }
}
