package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RegisterAllTest {
    private final Registry registry = Registry.create();

    @Test
    void allAreRegisteredOrNone() {
        Gauge a = Gauge.builder("a", "").build();
        Gauge b = Gauge.builder("b", "").build();
        registry.registerAll(a, b);

        assertThat(registry.collectors()).containsExactly(a, b);
        assertThatThrownBy(() -> registry.registerAll(List.of(
                        Gauge.builder("c", "").build(), Counter.builder("b", "").build())))
                .isInstanceOf(IllegalArgumentException.class);
        Registerer wrapped = registry.withLabels(Labels.of("zone", "eu"));
        Gauge twice = Gauge.builder("d", "").build();
        assertThatThrownBy(() -> wrapped.registerAll(twice, twice)).isInstanceOf(AlreadyRegisteredException.class);
        assertThat(registry.collectors()).containsExactly(a, b);
    }

    @Test
    void whatIsRefusedTogetherLeavesNoTrace() {
        Gauge.builder("taken", "").register(registry);
        Counter gone = Counter.builder("gone_total", "").register(registry);
        registry.unregister(gone);
        Registerer wrapped = registry.withPrefix("p_").withLabels(Labels.of("zone", "eu"));
        for (Registerer registerer : List.of(registry, wrapped)) {
            Gauge.builder("clash", "").register(registerer);
            assertThatThrownBy(() -> registerer.registerAll(
                            gone,
                            Gauge.builder("fresh", "").build(),
                            Counter.builder("clash", "").build()))
                    .hasMessageContaining("clash\": got type counter");

            Counter.builder("fresh", "another").register(registerer);
        }
        assertThatThrownBy(() -> Gauge.builder("gone_total", "").register(registry))
                .as("was registered before that")
                .hasMessageContaining("as registered before");
    }

    @Test
    void aGatherFindsAllOrNone() {
        List<Integer> seen = new ArrayList<>();
        Gauge last = Gauge.builder("last", "").build();
        Collector slow = new Collector() {
            @Override
            public void describe(Consumer<? super Desc> out) {
                seen.add(registry.gather().families().size());
                last.describe(out);
            }

            @Override
            public void collect(Consumer<? super Metric> out) {
                last.collect(out);
            }
        };
        registry.registerAll(Gauge.builder("first", "").build(), slow);

        assertThat(seen).containsExactly(0);
        assertThat(registry.gather().families()).hasSize(2);
    }

    @Test
    void afterClearThereIsNothingAndAllCanBeRegisteredAgain() {
        Gauge trusted = Gauge.builder("a", "").register(registry);
        GaugeFunc custom = GaugeFunc.builder("b", "", () -> 1).register(registry);

        registry.clear();

        assertThat(registry.gather().families()).isEmpty();
        assertThat(registry.unregister(trusted)).isFalse();
        registry.registerAll(trusted, custom);
        assertThat(registry.gather().families()).hasSize(2);
        registry.clear();
        assertThatThrownBy(() -> Gauge.builder("a", "another help").register(registry))
                .hasMessageContaining("as registered before");
    }

    @Test
    void whatIsRegisteredNowhereWorks() {
        Gauge gauge = Gauge.builder("a", "").register(Registerer.noop());
        gauge.set(1);
        Registerer wrapped = Registerer.noop().withPrefix("p_");
        wrapped.register(gauge);

        assertThat(gauge.value()).isEqualTo(1);
        assertThat(Registerer.noop().registerOrGet(gauge)).isSameAs(gauge);
        assertThat(wrapped.unregister(gauge)).isFalse();
        assertThatNullPointerException().isThrownBy(() -> Registerer.noop().register(null));
    }

    @Test
    void theTextOfARegistryIsShortAndRunsNoCodeOfCollectors() {
        assertThat(registry).hasToString("Registry{0 collectors}");
        Gauge.builder("a", "").register(registry);
        registry.register(new HostileText());
        CounterVec.builder("jobs_total", "", "queue").register(registry);
        assertThat(registry)
                .hasToString("Registry{3 collectors: gauge \"a\", counter \"jobs_total\", collector "
                        + HostileText.class.getName() + "}");
        for (int i = 0; i < 1_000; i++) {
            Gauge.builder("g" + i, "").register(registry);
        }
        assertThat(registry.toString()).startsWith("Registry{1003 collectors: ").endsWith("\"g2\", ...}");
    }

    private static final class HostileText implements Collector {
        @Override
        public void describe(Consumer<? super Desc> out) {}

        @Override
        public void collect(Consumer<? super Metric> out) {}

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }
}
