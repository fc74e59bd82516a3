package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationTest {
    private static final Desc X = Desc.gauge("x", "h");
    private static final Desc X_SECONDS = Desc.gauge("x_seconds", "h");
    private static final Desc Y = Desc.gauge("y", "h");
    private static final Desc Z = Desc.gauge("z", "h");

    private final Registry registry = Registry.create();

    private static Collector describing(Desc... descs) {
        return FunctionalCollector.of(List.of(descs), out -> {});
    }

    private static Desc constant(Desc desc, String... labels) {
        return desc.withConstLabels(Labels.of(labels));
    }

    @Test
    void equalSetOfDescsIsAlreadyRegisteredInWhateverOrder() {
        Collector first = describing(X, Y);
        registry.register(first);
        assertThatThrownBy(() -> registry.register(describing(Y, X)))
                .isInstanceOfSatisfying(AlreadyRegisteredException.class, e -> assertThat(e.existing())
                        .isSameAs(first))
                .hasMessage("collector " + FunctionalCollector.class.getName() + ": already registered, as "
                        + "gauge \"y\", gauge \"x\"; registerOrGet returns the registered one");
    }

    @Test
    void sameCollectorTwiceIsAlreadyRegistered() {
        FixedGauge gauge = FixedGauge.of("x", 1);
        registry.register(gauge);
        assertThatThrownBy(() -> registry.register(gauge)).isInstanceOf(AlreadyRegisteredException.class);
    }

    static Stream<Arguments> overlappingSets() {
        return Stream.of(
                arguments(new Desc[] {X, Y}, new Desc[] {X}),
                arguments(new Desc[] {X}, new Desc[] {X, Y}),
                arguments(new Desc[] {X, Y}, new Desc[] {Z, Y}));
    }

    @ParameterizedTest
    @MethodSource("overlappingSets")
    void oneDescOfAnotherCollectorIsRefusedButNotAsAlreadyRegistered(Desc[] first, Desc[] second) {
        registry.register(describing(first));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(second)))
                .isNotInstanceOf(AlreadyRegisteredException.class)
                .withMessageContaining("already describes this name with the const labels {}");
    }

    static Stream<Arguments> otherDimensions() {
        return Stream.of(
                arguments(X, Desc.gauge("x", "i"), "gauge \"x\": got help \"i\", expected \"h\""),
                arguments(X, Desc.counter("x", "h"), "counter \"x\": got type counter, expected gauge"),
                arguments(
                        X_SECONDS,
                        X_SECONDS.withUnit("seconds"),
                        "gauge \"x_seconds\": got unit \"seconds\", expected \"\""),
                arguments(X, Desc.gauge("x", "h", "a"), "variable labels [a], expected const labels []"),
                arguments(Desc.gauge("x", "h", "a"), Desc.gauge("x", "h", "b"), "[b], expected"),
                arguments(constant(X, "a", "1"), constant(X, "b", "2"), "got const labels [b]"),
                arguments(constant(X, "a", "1"), constant(X, "b", "1"), "got const labels [b]"),
                arguments(constant(X, "a", "1"), Desc.gauge("x", "h", "a"), "got const labels []"));
    }

    @ParameterizedTest
    @MethodSource("otherDimensions")
    void sameNameWithOtherDimensionsIsRefused(Desc first, Desc second, String message) {
        registry.register(describing(first));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(second)))
                .isNotInstanceOf(AlreadyRegisteredException.class)
                .withMessageContaining(message)
                .withMessageEndingWith("as registered before under this name");
    }

    @ParameterizedTest
    @MethodSource("otherDimensions")
    void nameKeepsItsDimensionsAfterItsCollectorIsGone(Desc first, Desc second, String message) {
        Collector gone = describing(first);
        registry.register(gone);
        registry.unregister(gone);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(second)))
                .withMessageContaining(message);
        assertThatCode(() -> registry.register(describing(first))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("otherDimensions")
    void collectorThatContradictsItselfIsRefused(Desc first, Desc second, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(first, second)))
                .withMessageContaining(message)
                .withMessageEndingWith("as the same collector described under this name");
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void labelNamesMayComeInAnotherOrder() {
        registry.register(describing(constant(Desc.gauge("x", "h", "a", "b"), "c", "1")));
        assertThatCode(() -> registry.register(describing(constant(Desc.gauge("x", "h", "b", "a"), "c", "2"))))
                .doesNotThrowAnyException();
    }

    @Test
    void sameDescTwiceInOneCollectorIsFine() {
        registry.register(describing(X, X, Desc.gauge("x", "h")));
        assertThat(registry.collectors()).hasSize(1);
    }

    @Test
    void refusedCollectorLeavesNothingBehind() {
        registry.register(describing(X));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.register(describing(Y, Desc.gauge("x", "i"))));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.register(describing(Y, X)));
        assertThatCode(() -> registry.register(describing(Desc.counter("y", "another"))))
                .doesNotThrowAnyException();
    }

    @Test
    void exceptionOfDescribeReachesTheCallerAndRegistersNothing() {
        IllegalStateException boom = new IllegalStateException("boom");
        Collector collector = new Collector() {
            @Override
            public void describe(Consumer<? super Desc> out) {
                out.accept(X);
                throw boom;
            }

            @Override
            public void collect(Consumer<? super Metric> out) {}
        };
        assertThatThrownBy(() -> registry.register(collector)).isSameAs(boom);
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void nullsAndTheRegistryItselfAreRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> registry.register(null))
                .withMessage("collector");
        assertThatNullPointerException()
                .isThrownBy(() -> registry.unregister(null))
                .withMessage("collector");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(registry))
                .withMessage("cannot register a registry in itself");
    }
}
