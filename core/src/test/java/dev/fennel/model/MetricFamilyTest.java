package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricFamilyTest {
    @Test
    void familyWithOtherMetricsIsTheSameOtherwise() {
        Desc desc = Desc.gauge("depth_bytes", "Depth.", "of").withUnit("bytes");
        Metric a = ConstMetric.of(desc, 1, "a");
        Metric b = ConstMetric.of(desc, 2, "b");
        MetricFamily family = new MetricFamily(desc, List.of(a, b));
        List<Metric> others = new ArrayList<>(List.of(b));

        MetricFamily other = family.withMetrics(others);
        others.clear();

        assertThat(other.metrics()).containsExactly(b);
        assertThat(other).usingRecursiveComparison().ignoringFields("metrics").isEqualTo(family);
        assertThat(family.metrics()).containsExactly(a, b);
    }
}
