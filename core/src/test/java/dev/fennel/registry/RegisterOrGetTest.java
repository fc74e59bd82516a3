package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import org.junit.jupiter.api.Test;

class RegisterOrGetTest {
    private final Registry registry = Registry.create();

    @Test
    void newCollectorIsRegistered() {
        FixedGauge gauge = FixedGauge.of("x", 1);
        assertThat(registry.registerOrGet(gauge)).isSameAs(gauge);
        assertThat(registry.collectors()).containsExactly(gauge);
    }

    @Test
    void equalCollectorGetsTheRegisteredOne() {
        FixedGauge first = registry.registerOrGet(FixedGauge.of("x", 1));
        assertThat(registry.registerOrGet(FixedGauge.of("x", 2))).isSameAs(first);
    }

    @Test
    void collectorOfAnotherClassIsRefused() {
        registry.register(FixedGauge.of("x", 1));
        Collector other = FunctionalCollector.of(Desc.gauge("x", "h"), out -> {});
        assertThatThrownBy(() -> registry.registerOrGet(other))
                .isInstanceOf(AlreadyRegisteredException.class)
                .hasMessage("gauge \"x\": got a " + FunctionalCollector.class.getName()
                        + ", expected what is registered already: a " + FixedGauge.class.getName());
    }

    @Test
    void sameLabelsInAnotherOrderAreRefused() {
        registry.register(new SettableVec(Desc.gauge("x", "h", "a", "b")));
        assertThatThrownBy(() -> registry.registerOrGet(new SettableVec(Desc.gauge("x", "h", "b", "a"))))
                .isInstanceOf(AlreadyRegisteredException.class)
                .hasMessageStartingWith("gauge \"x\": got [Desc{")
                .hasMessageContaining("[b, a]}], expected what is registered already: [Desc{")
                .hasMessageEndingWith("[a, b]}]");
    }
}
