package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class FamilyIdentityTest {
    private final Registry registry = Registry.create();

    private static SettableVec vec(String name, String constant, String... values) {
        Desc desc = Desc.gauge(name, "h", "a");
        return new SettableVec(desc.withConstLabels(Labels.of("c", constant)), values);
    }

    private MetricFamily gathered(String name) {
        return registry.gather().families().stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void gatherOfUnchangedInstrumentsReturnsTheSameResult() {
        registry.register(FixedGauge.of("x", 1));
        registry.register(vec("v", "1", "a", "b"));
        registry.register(vec("v", "2", "a"));
        GatherResult first = registry.gather();
        assertThat(registry.gather()).isSameAs(first);
    }

    @Test
    void aFamilyFromOneInstrumentIsTheInstrumentsOwn() {
        SettableVec vec = vec("v", "1", "a");
        registry.register(vec);
        assertThat(gathered("v")).isSameAs(vec.family());
        vec.set("a", "b");
        assertThat(gathered("v")).isSameAs(vec.family());
    }

    @Test
    void onlyTheFamilyWithAChangeChanges() {
        SettableVec changing = vec("v", "1", "a");
        registry.register(changing);
        registry.register(vec("v", "2", "a"));
        registry.register(vec("w", "1", "a"));
        registry.register(vec("w", "2", "a"));
        registry.register(FixedGauge.of("x", 1));
        MetricFamily v = gathered("v");
        MetricFamily w = gathered("w");
        MetricFamily x = gathered("x");

        changing.set("a", "b");

        assertThat(gathered("v")).isNotSameAs(v);
        assertThat(gathered("v").metrics()).hasSize(3);
        assertThat(gathered("w")).isSameAs(w);
        assertThat(gathered("x")).isSameAs(x);
    }

    @Test
    void familiesKeepTheirIdentityWhenAnotherCollectorComesOrGoes() {
        registry.register(vec("w", "1", "a"));
        registry.register(vec("w", "2", "a"));
        MetricFamily w = gathered("w");
        Collector other = FixedGauge.of("x", 1);
        registry.register(other);
        assertThat(gathered("w")).isSameAs(w);
        registry.unregister(other);
        assertThat(gathered("w")).isSameAs(w);
    }

    @Test
    void mergedFamilyIsTakenApartWhenAPartGoes() {
        SettableVec one = vec("w", "1", "a");
        SettableVec two = vec("w", "2", "a");
        registry.register(one);
        registry.register(two);
        assertThat(gathered("w").metrics()).hasSize(2);
        registry.unregister(one);
        assertThat(gathered("w")).isSameAs(two.family());
    }

    @Test
    void instrumentsKeepTheirFamiliesBesideCustomCollectors() {
        registry.register(vec("w", "1", "a"));
        registry.register(vec("w", "2", "a"));
        registry.register(FixedGauge.of("x", 1));
        Desc custom = Desc.gauge("custom", "h");
        registry.register(FunctionalCollector.of(custom, out -> out.accept(ConstMetric.of(custom, 1))));
        MetricFamily w = gathered("w");
        MetricFamily x = gathered("x");
        assertThat(gathered("w")).isSameAs(w);
        assertThat(gathered("x")).isSameAs(x);
        assertThat(gathered("custom")).isNotSameAs(gathered("custom"));
    }

    @Test
    void steadyGatherAllocatesNothing() {
        for (int i = 0; i < 1000; i++) {
            registry.register(FixedGauge.of("gauge_" + i, i));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        GatherResult first = registry.gather();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2000; i++) {
            long before = threads.getThreadAllocatedBytes(me);
            GatherResult result = registry.gather();
            least = Math.min(least, threads.getThreadAllocatedBytes(me) - before);
            if (result != first) {
                throw new AssertionError("another result");
            }
        }
        assertThat(least).isLessThan(64);
    }
}
