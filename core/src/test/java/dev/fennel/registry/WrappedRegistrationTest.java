package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.metrics.CounterVec;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finding again what was registered through wrappers. */
class WrappedRegistrationTest {
    private static final Desc X = Desc.gauge("x", "h");
    private static final Labels B = Labels.of("b", "2");

    private final Registry registry = Registry.create();
    private final Registerer nested = registry.withPrefix("p_").withLabels(B);

    @Test
    void checkedCollectorIsUnregisteredThroughItsWrapper() {
        FixedGauge gauge = FixedGauge.of("x", 1);
        nested.register(gauge);
        assertThat(registry.unregister(gauge)).isFalse();
        assertThat(registry.withPrefix("p_").unregister(gauge)).isFalse();
        assertThat(nested.unregister(gauge)).isTrue();
        assertThat(nested.unregister(gauge)).isFalse();
        assertThat(registry.gather().families()).isEmpty();
    }

    @Test
    void equalCollectorOrEqualWrapperWillDo() {
        nested.register(FixedGauge.of("x", 1));
        Registerer equal = registry.withPrefix("p_").withLabels(Labels.of("b", "2"));
        assertThat(equal.unregister(FixedGauge.of("x", 2))).isTrue();
        nested.register(FixedGauge.of("x", 1));
        assertThat(registry.unregister(new FixedGauge(X.withName("p_x").withConstLabels(B), 1)))
                .isTrue();
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void uncheckedCollectorIsFoundByItsIdentityAndWrapping() {
        Collector one = FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(X, 1)));
        Collector other = FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("y", "h"), 1)));
        nested.register(one);
        nested.register(other);
        registry.withLabels(B).register(one);

        assertThat(registry.unregister(one)).isFalse();
        assertThat(registry.withPrefix("q_").withLabels(B).unregister(one)).isFalse();
        assertThat(nested.unregister(one)).isTrue();
        assertThat(nested.unregister(one)).isFalse();

        assertThat(Rendered.lines(registry.gather())).containsExactly("p_y{b=\"2\"} 1.0", "x{b=\"2\"} 1.0");
    }

    @Test
    void wrappedUncheckedCollectorIsFoundByOneWrappedAgain() {
        Collector unchecked = FunctionalCollector.unchecked(out -> {});
        registry.register(Wrapped.withLabels(B, unchecked));
        assertThat(registry.unregister(Wrapped.withLabels(B, unchecked))).isTrue();
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void whatIsAddedCountsAndNotInHowManyStepsOrInWhichOrder() {
        Collector unchecked = FunctionalCollector.unchecked(out -> {});
        Registry changing = Registry.create();
        Registerer steps = registry.withLabels(Labels.of("b", "2"))
                .withPrefix("p_")
                .withLabels(Labels.of("a", "1"))
                .withPrefix("q_");
        Registerer together = registry.withPrefix("p_q_").withLabels(Labels.of("a", "1", "b", "2"));
        for (Collector collector : List.of(unchecked, changing)) {
            steps.register(collector);
            changing.register(FixedGauge.of("x_" + changing.collectors().size(), 1));
            assertThat(registry.withPrefix("q_p_")
                            .withLabels(Labels.of("a", "1", "b", "2"))
                            .unregister(collector))
                    .isFalse();
            assertThat(registry.unregister(collector)).isFalse();
            assertThat(together.unregister(collector)).isTrue();
        }
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void vecOfALibraryIsUnregisteredThroughANewWrapperAlone() {
        CounterVec vec = CounterVec.builder("jobs_total", "h", "kind").register(registry.withLabels(B));
        vec.withLabelValues("mail").inc();
        assertThat(registry.unregister(vec)).isFalse();
        assertThat(registry.withLabels(Labels.of("b", "3")).unregister(vec)).isFalse();
        assertThat(registry.withLabels(Labels.of("b", "2")).unregister(vec)).isTrue();
        assertThat(registry.gather().families()).isEmpty();
    }

    @Test
    void twoWrappersThatAddTheSameLabelAreRefusedForUncheckedCollectorsToo() {
        Registerer twice = registry.withLabels(B).withLabels(B);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twice.register(FunctionalCollector.unchecked(out -> {})))
                .withMessage("duplicate label name \"b\"");
    }

    @Test
    void existingCollectorIsTheOneThatWasGiven() {
        FixedGauge first = FixedGauge.of("x", 1);
        nested.register(first);
        FixedGauge direct = new FixedGauge(X.withName("p_x").withConstLabels(B), 1);
        for (Runnable again : new Runnable[] {() -> nested.register(first), () -> registry.register(direct)}) {
            assertThatThrownBy(again::run)
                    .isInstanceOfSatisfying(AlreadyRegisteredException.class, e -> assertThat(e.existing())
                            .isSameAs(first));
        }
    }

    @Test
    void registerOrGetWorksThroughWrappers() {
        FixedGauge first = nested.registerOrGet(FixedGauge.of("x", 1));
        assertThat(nested.registerOrGet(FixedGauge.of("x", 2))).isSameAs(first);
        FixedGauge unwrapped = registry.registerOrGet(FixedGauge.of("x", 3));
        assertThat(unwrapped).isNotSameAs(first);
        assertThat(Rendered.lines(registry.gather())).containsExactly("p_x{b=\"2\"} 1.0", "x{} 3.0");
    }

    @Test
    void registerOrGetOfAWrappedCollectorGetsTheWrappedOne() {
        Collector first = nested.registerOrGet(Wrapped.withPrefix("q_", FixedGauge.of("x", 1)));
        assertThat(nested.registerOrGet(Wrapped.withPrefix("q_", FixedGauge.of("x", 2))))
                .isSameAs(first);
    }

    @Test
    void registerOrGetRefusesOneThatOnlyTheWrapperMakesEqual() {
        registry.withPrefix("p_").register(FixedGauge.of("q_x", 1));
        assertThatThrownBy(() -> registry.withPrefix("p_q_").registerOrGet(FixedGauge.of("x", 1)))
                .isInstanceOf(AlreadyRegisteredException.class);
    }
}
