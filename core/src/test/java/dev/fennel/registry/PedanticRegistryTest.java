package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PedanticRegistryTest {
    private static final Desc X = Desc.gauge("x_seconds", "h", "a", "b").withConstLabels(Labels.of("c", "1"));
    private static final String UNDESCRIBED = "not described by its collector: got Desc{";
    private static final String LABELS = "expected the const labels {c=\"1\"} and the labels [a, b] of its Desc, got ";

    private static GatherResult gather(Registry registry, Metric metric, Desc... described) {
        registry.register(
                described.length == 0
                        ? FunctionalCollector.unchecked(out -> out.accept(metric))
                        : FunctionalCollector.of(List.of(described), out -> out.accept(metric)));
        return registry.gather();
    }

    private static Metric labelled(String... labels) {
        return new UserMetric(X, Labels.of(labels), visitor -> visitor.gauge(1));
    }

    static Stream<Arguments> undescribed() {
        return Stream.of(
                arguments(ConstMetric.of(Desc.gauge("y", "h"), 1), UNDESCRIBED),
                arguments(ConstMetric.of(X.withConstLabels(Labels.of("c", "2")), 1, "", ""), UNDESCRIBED),
                arguments(ConstMetric.of(X.withConstLabels(Labels.of("d", "1")), 1, "", ""), UNDESCRIBED),
                arguments(ConstMetric.of(X.withUnit("seconds"), 1, "", ""), UNDESCRIBED),
                arguments(labelled("a", "", "b", ""), LABELS + "{a=\"\",b=\"\"}"),
                arguments(labelled("a", "", "b", "", "c", "2"), LABELS),
                arguments(labelled("a", "", "c", "1"), LABELS),
                arguments(labelled("a", "", "c", "1", "e", ""), LABELS),
                arguments(labelled("a", "", "b", "", "c", "1", "e", ""), LABELS));
    }

    @ParameterizedTest
    @MethodSource("undescribed")
    void metricThatIsNotAsDescribedIsLeftOut(Metric metric, String message) {
        GatherResult result = gather(Registry.pedantic(), metric, X);
        assertThat(result.families()).isEmpty();
        assertThat(Rendered.errors(result)).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @MethodSource("undescribed")
    void anOrdinaryRegistryLetsItPass(Metric metric, String message) {
        GatherResult result = gather(Registry.create(), metric, X);
        assertThat(result.families()).hasSize(1);
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void metricAsDescribedPasses() {
        GatherResult result = gather(Registry.pedantic(), labelled("a", "1", "b", "2", "c", "1"), X);
        assertThat(Rendered.lines(result)).containsExactly("x_seconds{a=\"1\",b=\"2\",c=\"1\"} 1.0");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void uncheckedCollectorIsNotHeldToADescription() {
        GatherResult result = gather(Registry.pedantic(), labelled("other", "1"));
        assertThat(result.families()).hasSize(1);
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void errorOfAnInvalidMetricIsTheOneReported() {
        RuntimeException error = new IllegalStateException("cannot read");
        GatherResult result = gather(Registry.pedantic(), ConstMetric.invalid(Desc.gauge("z", "h"), error), X);
        assertThat(result.errors()).extracting(GatherError::cause).containsExactly(error);
    }
}
