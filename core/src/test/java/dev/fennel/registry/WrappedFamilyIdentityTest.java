package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.Threads;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Wrapped instruments are gathered as cheaply as plain ones. */
class WrappedFamilyIdentityTest {
    private final Registry registry = Registry.create();
    private final Registerer nested = registry.withPrefix("p_").withLabels(Labels.of("b", "2"));
    private final SettableVec vec = new SettableVec(Desc.gauge("x", "h", "a"), "v", "w");

    private MetricFamily gathered() {
        return registry.gather().families().get(0);
    }

    @Test
    void familyStaysTheSameUntilASeriesIsBorn() {
        nested.register(vec);
        MetricFamily family = gathered();
        nested.register(FixedGauge.of("y", 1));
        assertThat(gathered()).isSameAs(family);

        vec.set("v", "w", "x");

        assertThat(gathered()).isNotSameAs(family);
        assertThat(gathered().metrics()).hasSize(3);
        assertThat(gathered()).isSameAs(gathered());
    }

    @Test
    void unchangedGatherAllocatesNothing() {
        nested.register(vec);
        nested.register(FixedGauge.of("y", 1));
        Ignoring reader = new Ignoring();
        int times = 20_000;
        long bytes = Allocation.bytes(times, () -> {
            for (MetricFamily family : registry.gather().families()) {
                for (int i = 0; i < family.metrics().size(); i++) {
                    Metric metric = family.metrics().get(i);
                    metric.desc();
                    metric.write(reader);
                }
            }
        });
        // The iterator of the list of families, unless it is optimised away, is all.
        assertThat(bytes / times).isLessThanOrEqualTo(32);
        assertThat(Allocation.bytes(times, registry::gather) / times).isZero();
    }

    @Test
    void threadsAgreeOnOneFamily() throws Exception {
        nested.register(vec);
        Set<MetricFamily> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Threads.run(8, thread -> {
            for (int i = 0; i < 1000; i++) {
                seen.add(gathered());
            }
        });
        assertThat(seen).hasSize(1);
    }
}
