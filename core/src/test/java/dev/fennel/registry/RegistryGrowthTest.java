package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.testsupport.EqualHashes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The work for each collector does not grow with the number of collectors, whatever names and labels they have. Where
 * it does, a test here takes many times as long, minutes for equal hashes, and the time limit ends it; else a second.
 */
@Timeout(60)
class RegistryGrowthTest {
    private static final int MANY = 50_000;

    /** Of the same hash, so many that it would take minutes to compare each with each. */
    private static final int EQUAL_HASHES = 14;

    private final Registry registry = Registry.create();

    private static Desc gauge(int i) {
        return Desc.gauge("gauge_" + i, "h");
    }

    private static List<Desc> ofEqualHashes() {
        return EqualHashes.ofLength(EQUAL_HASHES)
                .map(value -> Desc.gauge("x", "h").withConstLabels(Labels.of("a", value)))
                .toList();
    }

    private void registerAndUnregisterMany(Registerer registerer, IntFunction<Collector> collectors) {
        List<Collector> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(collectors.apply(i));
        }
        all.forEach(registerer::register);
        assertThat(registry.collectors()).hasSize(MANY);
        for (Collector collector : all) {
            assertThat(registerer.unregister(collector)).isTrue();
        }
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void manyInstrumentsComeAndGo() {
        registerAndUnregisterMany(registry, i -> new FixedGauge(gauge(i), i));
    }

    @Test
    void manyCustomCollectorsComeAndGo() {
        registerAndUnregisterMany(registry, i -> FunctionalCollector.of(gauge(i), out -> {}));
    }

    @Test
    void manyUncheckedCollectorsComeAndGoThroughAWrapper() {
        registerAndUnregisterMany(registry.withPrefix("p_"), i -> FunctionalCollector.unchecked(out -> {}));
    }

    @Test
    void oneUncheckedCollectorComesAndGoesManyTimes() {
        Collector same = FunctionalCollector.unchecked(out -> {});
        registerAndUnregisterMany(registry, i -> same);
    }

    @Test
    void equalInstrumentsTakeTheOthersAway() {
        for (int i = 0; i < MANY; i++) {
            registry.register(new FixedGauge(gauge(i), 1));
        }
        assertThat(registry.gather().families()).hasSize(MANY);
        for (int i = MANY; i-- > 0; ) {
            assertThat(registry.unregister(new FixedGauge(gauge(i), 2))).isTrue();
        }
        assertThat(registry.gather().families()).isEmpty();
    }

    @Test
    void constLabelsOfEqualHashesComeAndGo() {
        List<Desc> descs = ofEqualHashes();
        descs.forEach(desc -> registry.register(new FixedGauge(desc, 1)));
        assertThat(registry.gather().families().get(0).metrics()).hasSize(descs.size());
        descs.forEach(
                desc -> assertThat(registry.unregister(new FixedGauge(desc, 1))).isTrue());
    }

    @Test
    void wrappersOfEqualHashesComeAndGo() {
        Collector unchecked = FunctionalCollector.unchecked(out -> {});
        List<Labels> all = EqualHashes.ofLength(EQUAL_HASHES)
                .map(value -> Labels.of("a", value))
                .toList();
        all.forEach(labels -> registry.withLabels(labels).register(unchecked));
        for (Labels labels : all) {
            assertThat(registry.withLabels(labels).unregister(unchecked)).isTrue();
        }
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void oneCollectorDescribesManyOfEqualHashes() {
        Registry pedantic = Registry.pedantic();
        Desc[] descs = ofEqualHashes().toArray(Desc[]::new);
        Collector collector = FunctionalCollector.of(List.of(descs), out -> {
            for (Desc desc : descs) {
                out.accept(ConstMetric.of(desc, 1));
            }
        });
        pedantic.register(collector);
        assertThat(pedantic.registerOrGet(FunctionalCollector.of(List.of(descs), out -> {})))
                .isSameAs(collector);
        GatherResult result = pedantic.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(result.families().get(0).metrics()).hasSize(descs.length);
    }

    @Test
    void metricsThatWereNotDescribedAreReportedInShort() {
        Registry pedantic = Registry.pedantic();
        Desc[] descs = ofEqualHashes().subList(0, 10_000).toArray(Desc[]::new);
        pedantic.register(FunctionalCollector.of(List.of(descs), out -> {
            for (Desc desc : descs) {
                out.accept(ConstMetric.of(desc.withName("y"), 1));
            }
        }));
        List<GatherError> errors = pedantic.gather().errors();
        assertThat(errors).hasSize(descs.length);
        assertThat(errors.get(0).message()).contains("and 9995 more]").hasSizeLessThan(2_000);
    }

    @Test
    void duplicatesOfEqualHashesAreFoundInAGatherAndAMerge() {
        List<Metric> metrics = new ArrayList<>();
        for (Desc desc : ofEqualHashes()) {
            metrics.add(ConstMetric.of(desc, 1));
        }
        Collector twice = FunctionalCollector.unchecked(out -> {
            metrics.forEach(out);
            metrics.forEach(out);
        });
        registry.register(twice);
        Registry other = Registry.create();
        other.register(FunctionalCollector.unchecked(metrics::forEach));

        GatherResult merged = Gatherers.merge(registry, other).gather();

        assertThat(merged.families().get(0).metrics()).hasSize(metrics.size());
        assertThat(merged.errors()).hasSize(2 * metrics.size());
    }
}
