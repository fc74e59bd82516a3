package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnregistrationTest {
    private static final Desc X = Desc.gauge("x", "h");
    private static final Desc Y = Desc.gauge("y", "h");

    private final Registry registry = Registry.create();

    @Test
    void unregisteredCollectorIsGoneFromTheNextGather() {
        FixedGauge gauge = FixedGauge.of("x", 1);
        registry.register(gauge);
        registry.register(FixedGauge.of("y", 2));
        assertThat(registry.gather().families()).hasSize(2);

        assertThat(registry.unregister(gauge)).isTrue();

        assertThat(Rendered.lines(registry.gather())).containsExactly("y{} 2.0");
        assertThat(registry.unregister(gauge)).isFalse();
    }

    @Test
    void equalCollectorWillDo() {
        registry.register(FunctionalCollector.of(List.of(X, Y), out -> {}));
        assertThat(registry.unregister(FunctionalCollector.of(List.of(Y, X), out -> {})))
                .isTrue();
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void collectorWithSomeOfTheDescsWillNotDo() {
        registry.register(FunctionalCollector.of(List.of(X, Y), out -> {}));
        assertThat(registry.unregister(FunctionalCollector.of(X, out -> {}))).isFalse();
        assertThat(registry.unregister(FunctionalCollector.of(List.of(X, Y, Desc.gauge("z", "h")), out -> {})))
                .isFalse();
        assertThat(registry.collectors()).hasSize(1);
    }

    @Test
    void itsDescsCanBeRegisteredAgain() {
        registry.register(FixedGauge.of("x", 1));
        registry.unregister(FixedGauge.of("x", 2));
        registry.register(FixedGauge.of("x", 3));
        assertThat(Rendered.lines(registry.gather())).containsExactly("x{} 3.0");
    }

    @Test
    void uncheckedCollectorsAreAlwaysAcceptedAndKnownByIdentity() {
        Collector one = FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(X, 1)));
        Collector other = FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Y, 2)));
        registry.register(one);
        registry.register(other);

        assertThat(registry.unregister(FunctionalCollector.unchecked(out -> {})))
                .isFalse();
        assertThat(registry.unregister(one)).isTrue();
        assertThat(registry.unregister(one)).isFalse();
        assertThat(Rendered.lines(registry.gather())).containsExactly("y{} 2.0");
    }

    @Test
    void uncheckedCollectorRegisteredTwiceIsUnregisteredTwice() {
        Collector unchecked = FunctionalCollector.unchecked(out -> {});
        registry.register(unchecked);
        registry.register(unchecked);
        assertThat(registry.unregister(unchecked)).isTrue();
        assertThat(registry.unregister(unchecked)).isTrue();
        assertThat(registry.unregister(unchecked)).isFalse();
    }

    @Test
    void registryThatWasEmptyIsUnregisteredAfterItFilledUp() {
        Registry inner = Registry.create();
        registry.register(inner);
        inner.register(FixedGauge.of("x", 1));
        assertThat(registry.unregister(inner)).isTrue();
        assertThat(registry.gather().families()).isEmpty();
    }

    @Test
    void registryWhoseCollectorsChangedGivesBackTheDescsItHad() {
        Registry inner = Registry.create();
        inner.register(FixedGauge.of("x", 1));
        registry.register(inner);
        inner.register(FixedGauge.of("y", 1));
        assertThat(registry.unregister(inner)).isTrue();
        assertThatCode(() -> registry.register(FixedGauge.of("x", 1))).doesNotThrowAnyException();
    }
}
