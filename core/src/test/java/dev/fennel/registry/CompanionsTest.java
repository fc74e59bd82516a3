package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.MetricBuilder;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Vec tells about itself is exposed wherever the Vec is. */
class CompanionsTest {
    private static final String DIVERTED = "fennel_vec_diverted_lookups_total";
    private static final String EXPIRED = "fennel_vec_expired_series_total";

    private static MetricBuilder.Plain<GaugeVec> gauges(String name) {
        return GaugeVec.builder(name, "", "a").maxSeries(1);
    }

    private static Registry registry(boolean pedantic) {
        return pedantic ? Registry.pedantic() : Registry.create();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyAreGatheredBesideTheVec(boolean pedantic) {
        Registry registry = registry(pedantic);
        GaugeVec vec = gauges("g").expireAfter(Duration.ofHours(1)).register(registry);
        vec.withLabelValues("x");
        vec.withLabelValues("y");
        vec.withLabelValues("z");

        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(result.families()).extracting(MetricFamily::name).containsExactly(DIVERTED, EXPIRED, "g");
        Metric diverted = result.families().get(0).metrics().get(0);
        assertThat(diverted.labels()).isEqualTo(Labels.of("metric", "g"));
        assertThat(Written.by(diverted).value()).isEqualTo(2);
        assertThat(registry.gather()).isSameAs(result);
    }

    @Test
    void aVecWithoutOptionsHasNone() {
        Registry registry = Registry.create();
        GaugeVec.builder("g", "", "a").constrain("a", a -> a).register(registry).withLabelValues("x");

        assertThat(registry.gather().families()).extracting(MetricFamily::name).containsExactly("g");
    }

    @Test
    void thoseOfSeveralVecsAreOneFamily() {
        Registry registry = Registry.pedantic();
        gauges("g").register(registry);
        gauges("h").constLabels(Labels.of("zone", "b")).register(registry);
        gauges("h").constLabels(Labels.of("zone", "a")).register(registry);

        List<MetricFamily> families = registry.gather().families();
        assertThat(families).hasSize(1);
        assertThat(families.get(0).metrics())
                .extracting(metric -> metric.labels().get("metric"))
                .containsExactly("g", "h{zone=\"a\"}", "h{zone=\"b\"}");
    }

    @Test
    void theyComeAndGoWithTheVec() {
        Registry registry = Registry.create();
        GaugeVec vec = gauges("g").register(registry);
        assertThatThrownBy(() -> gauges("g").register(registry)).isInstanceOf(AlreadyRegisteredException.class);
        assertThat(registry.unregister(vec)).isTrue();

        assertThat(registry.gather().families()).isEmpty();
        gauges("g").register(registry);
        assertThat(registry.gather().families()).hasSize(1);
    }

    @Test
    void aVecDescribesAndCollectsThem() {
        CounterVec vec = CounterVec.builder("c_total", "", "a").maxSeries(1).build();
        vec.withLabelValues("x");
        List<String> described = new ArrayList<>();
        List<String> collected = new ArrayList<>();
        vec.describe((Desc desc) -> described.add(desc.name()));
        vec.curryWith(Labels.of("a", "x"))
                .collect(metric -> collected.add(metric.desc().name()));

        assertThat(described).containsExactly("c_total", DIVERTED);
        assertThat(collected).containsExactly("c_total", DIVERTED);
    }
}
