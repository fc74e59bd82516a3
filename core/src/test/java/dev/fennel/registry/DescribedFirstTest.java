package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is described beats what is not, in whatever order the collectors were registered. */
class DescribedFirstTest {
    private static final Desc X = Desc.gauge("x", "described");

    private static Collector giving(Desc given, double value, Desc... described) {
        Consumer<Consumer<? super Metric>> collect = out -> out.accept(ConstMetric.of(given, value));
        return described.length == 0
                ? FunctionalCollector.unchecked(collect)
                : FunctionalCollector.of(List.of(described), collect);
    }

    private static GatherResult gather(boolean pedantic, boolean reversed, Collector... collectors) {
        Registry registry = pedantic ? Registry.pedantic() : Registry.create();
        for (int i = 0; i < collectors.length; i++) {
            registry.register(collectors[reversed ? collectors.length - 1 - i : i]);
        }
        return registry.gather();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void describedCollectorBeatsAnUncheckedOne(boolean reversed) {
        for (boolean pedantic : List.of(false, true)) {
            GatherResult otherType = gather(
                    pedantic, reversed, giving(Desc.counter("x", "h"), 1), giving(X, 2, X), FixedGauge.of("i", 3));
            assertThat(Rendered.lines(otherType)).containsExactly("i{} 3.0", "x{} 2.0");
            assertThat(otherType.errors()).hasSize(1);
            GatherResult duplicate = gather(pedantic, reversed, giving(X, 1), giving(X, 2, X));
            assertThat(Rendered.lines(duplicate)).containsExactly("x{} 2.0");
            assertThat(duplicate.errors()).hasSize(1);
            GatherResult suffix = gather(
                    pedantic,
                    reversed,
                    FunctionalCollector.unchecked(out ->
                            out.accept(ConstMetric.histogram(Desc.histogram("y", "h"), 0, 0, java.util.Map.of()))),
                    giving(Desc.gauge("y_count", "h"), 2, Desc.gauge("y_count", "h")));
            assertThat(Rendered.lines(suffix)).containsExactly("y_count{} 2.0");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void instrumentBeatsAll(boolean reversed) {
        GatherResult result = gather(false, reversed, giving(Desc.gauge("i", "h"), 1), FixedGauge.of("i", 3));
        assertThat(Rendered.lines(result)).containsExactly("i{} 3.0");
    }

    /** A plain registry takes metrics that their collector did not describe among those that it did. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void describedMetricBeatsOneThatItsCollectorDidNotDescribe(boolean reversed) {
        Desc other = Desc.gauge("other", "h");
        GatherResult result = gather(false, reversed, giving(X, 1, other), giving(X, 2, X));
        assertThat(Rendered.lines(result)).containsExactly("x{} 2.0");
        assertThat(result.errors()).hasSize(1);
    }
}
