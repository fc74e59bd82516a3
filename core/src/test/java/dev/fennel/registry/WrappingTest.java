package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrappingTest {
    private static final Desc X = Desc.gauge("x", "h", "a");
    private static final Labels B = Labels.of("b", "2");

    private final Registry registry = Registry.pedantic();

    /** Two ways to the same end: a wrapping registerer, and a wrapped collector. */
    static Stream<BiFunction<Registry, Collector, Void>> ways() {
        return Stream.of(
                (registry, collector) -> {
                    registry.withPrefix("p_").withLabels(B).withPrefix("q_").register(collector);
                    return null;
                },
                (registry, collector) -> {
                    Collector inner = Wrapped.withLabels(B, Wrapped.withPrefix("q_", collector));
                    registry.register(Wrapped.withPrefix("p_", inner));
                    return null;
                });
    }

    @ParameterizedTest
    @MethodSource("ways")
    void customMetricsGetLabelsAndPrefixesAndKeepAllElse(BiFunction<Registry, Collector, Void> way) {
        Desc desc = Desc.gauge("x_seconds", "h", "a").withUnit("seconds");
        way.apply(
                registry,
                FunctionalCollector.of(
                        desc, out -> out.accept(ConstMetric.of(desc, 1, "v").withTimestamp(Instant.ofEpochMilli(7)))));
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(Rendered.lines(result)).containsExactly("p_q_x_seconds{a=\"v\",b=\"2\"} 1.0 @7");
        MetricFamily family = result.families().get(0);
        assertThat(family.type()).isEqualTo(MetricType.GAUGE);
        assertThat(family.help()).isEqualTo("h");
        assertThat(family.unit()).isEqualTo("seconds");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void instrumentsGetThemToo(BiFunction<Registry, Collector, Void> way) {
        way.apply(registry, new SettableVec(X, "v", "w"));
        way.apply(registry, FixedGauge.of("y", 3));
        assertThat(Rendered.lines(registry.gather()))
                .containsExactly("p_q_x{a=\"v\",b=\"2\"} 1.0", "p_q_x{a=\"w\",b=\"2\"} 1.0", "p_q_y{b=\"2\"} 3.0");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void uncheckedCollectorStaysUnchecked(BiFunction<Registry, Collector, Void> way) {
        Collector unchecked = FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(X, 1, "v")));
        way.apply(registry, unchecked);
        way.apply(registry, FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(X, 1, "w"))));
        List<Desc> descs = new ArrayList<>();
        registry.describe(descs::add);
        assertThat(descs).isEmpty();
        assertThat(registry.gather().families().get(0).metrics()).hasSize(2);
    }

    @Test
    void sameCollectorIsTakenOnceForEachSetOfLabels() {
        for (String value : List.of("2", "1")) {
            registry.withLabels(Labels.of("b", value)).register(new SettableVec(X, "v", "w"));
        }
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result))
                .containsExactly(
                        "x{a=\"v\",b=\"1\"} 1.0",
                        "x{a=\"v\",b=\"2\"} 1.0",
                        "x{a=\"w\",b=\"1\"} 1.0",
                        "x{a=\"w\",b=\"2\"} 1.0");
        assertThat(registry.gather()).isSameAs(result);
    }

    static Stream<Arguments> conflicts() {
        return Stream.of(
                arguments(X, Labels.of("a", "1"), "gauge \"x\": has a label \"a\" already, cannot add {a=\"1\"}"),
                arguments(X.withConstLabels(B), B, "gauge \"x\": has a label \"b\" already, cannot add {b=\"2\"}"),
                arguments(Desc.histogram("h", ""), Labels.of("le", "1"), "histogram \"h\": label \"le\" is reserved"),
                arguments(Desc.summary("s", ""), Labels.of("quantile", "1"), "label \"quantile\" is reserved"));
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void labelThatIsThereAlreadyIsRefused(Desc desc, Labels labels, String message) {
        Collector collector = FunctionalCollector.of(List.of(Desc.gauge("first", ""), desc), out -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.withLabels(labels).register(collector))
                .withMessageContaining(message);
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void labelsOfTwoWrappersConflictToo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.withLabels(B).withLabels(B).register(FixedGauge.of("y", 1)))
                .withMessage("gauge \"y\": has a label \"b\" already, cannot add {b=\"2\"}");
    }

    @Test
    void prefixThatMakesNoValidNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.withPrefix("\ud800"));
        assertThatIllegalArgumentException().isThrownBy(() -> Wrapped.withPrefix("\udc00", FixedGauge.of("y", 1)));
        assertThatNullPointerException()
                .isThrownBy(() -> registry.withPrefix(null))
                .withMessage("prefix");
        assertThatNullPointerException()
                .isThrownBy(() -> registry.withLabels(null))
                .withMessage("labels");
        assertThatNullPointerException()
                .isThrownBy(() -> Wrapped.withLabels(B, null))
                .withMessage("collector");
    }

    @Test
    void whatAWrappedCollectorThrowsIsReportedOnceAsItsOwn() {
        RuntimeException boom = new IllegalStateException("boom");
        registry.withPrefix("p_").withLabels(B).register(FunctionalCollector.of(X, out -> {
            out.accept(ConstMetric.of(X, 1, "v"));
            throw boom;
        }));
        registry.register(FixedGauge.of("y", 1));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("y{} 1.0");
        assertThat(result.errors())
                .containsExactly(new GatherError(
                        "collector dev.fennel.collectors.FunctionalCollector: threw java.lang.IllegalStateException: boom",
                        boom));
    }

    @Test
    void faultOfAWrappedMetricCostsThisMetricAlone() {
        RuntimeException error = new IllegalStateException("cannot read");
        registry.withLabels(B).register(FunctionalCollector.unchecked(out -> {
            out.accept(ConstMetric.invalid(X, error));
            out.accept(new UserMetric(null, Labels.EMPTY, visitor -> {}));
            out.accept(new UserMetric(X, null, visitor -> {}));
            out.accept(ConstMetric.of(Desc.gauge("z", "h", "b"), 1, "1"));
            out.accept(ConstMetric.of(X, 1, "v"));
        }));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("x{a=\"v\",b=\"2\"} 1.0");
        assertThat(result.errors()).hasSize(4);
        assertThat(result.errors().get(0).cause()).isSameAs(error);
        assertThat(Rendered.errors(result).get(1)).endsWith("desc() returned null, expected a Desc");
        assertThat(Rendered.errors(result).get(2)).endsWith("labels() returned null, expected Labels");
        assertThat(Rendered.errors(result).get(3)).contains("gauge \"z\": has a label \"b\" already");
    }

    @Test
    void pedanticRegistryHoldsWrappedMetricsToTheirWrappedDescs() {
        registry.withLabels(B)
                .register(FunctionalCollector.of(X, out -> out.accept(ConstMetric.of(Desc.gauge("z", "h"), 1))));
        assertThat(Rendered.errors(registry.gather()))
                .singleElement()
                .asString()
                .contains("not described");
    }

    @Test
    void registryCanBeWrappedButNotInItself() {
        Registry inner = Registry.create();
        inner.register(FixedGauge.of("y", 1));
        inner.register(FunctionalCollector.of(X, out -> out.accept(ConstMetric.of(X, 1, "v"))));
        registry.withPrefix("p_").register(inner);
        assertThat(Rendered.lines(registry.gather())).containsExactly("p_x{a=\"v\"} 1.0", "p_y{} 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.withPrefix("p_").register(registry))
                .withMessage("cannot register a registry in itself");
    }
}
