package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatherersTest {
    private static final Desc X = Desc.gauge("x_seconds", "h", "a").withUnit("seconds");

    private static Gatherer fixed(MetricFamily... families) {
        GatherResult result = new GatherResult(List.of(families), List.of());
        return () -> result;
    }

    private static MetricFamily family(Desc desc, double value, String... labelValues) {
        List<ConstMetric> metrics = labelValues.length == 0
                ? List.of(ConstMetric.of(desc, value))
                : Stream.of(labelValues)
                        .map(label -> ConstMetric.of(desc, value, label))
                        .toList();
        return new MetricFamily(desc, metrics);
    }

    @Test
    void nothingMergedIsNothing() {
        assertThat(Gatherers.merge().gather()).isEqualTo(new GatherResult(List.of(), List.of()));
    }

    @Test
    void familiesAreSortedAndSeriesOfOneNameMergedWithTheFirstWinning() {
        Gatherer merged = Gatherers.merge(
                fixed(family(X, 1, "a", "c"), family(Desc.gauge("z", "h"), 1)),
                fixed(family(Desc.gauge("b", "h"), 2), family(X, 2, "b", "c")));
        GatherResult result = merged.gather();
        assertThat(Rendered.lines(result))
                .containsExactly(
                        "b{} 2.0",
                        "x_seconds{a=\"a\"} 1.0",
                        "x_seconds{a=\"b\"} 2.0",
                        "x_seconds{a=\"c\"} 1.0",
                        "z{} 1.0");
        assertThat(Rendered.errors(result))
                .containsExactly(
                        "gatherer #2: gauge \"x_seconds\"{a=\"c\"}: collected before with the same name and labels");
    }

    @Test
    void unitIsKept() {
        Gatherer merged = Gatherers.merge(List.of(fixed(family(X, 1, "a")), fixed(family(X, 2, "b"))));
        assertThat(merged.gather().families()).extracting(MetricFamily::unit).containsExactly("seconds");
    }

    @Test
    void timestampsTellSeriesApart() {
        Metric early = ConstMetric.of(X, 1, "a").withTimestamp(Instant.ofEpochMilli(1));
        Metric late = ConstMetric.of(X, 2, "a").withTimestamp(Instant.ofEpochMilli(2));
        GatherResult result = Gatherers.merge(
                        fixed(new MetricFamily(X, List.of(late))), fixed(new MetricFamily(X, List.of(early))))
                .gather();
        assertThat(Rendered.lines(result)).containsExactly("x_seconds{a=\"a\"} 1.0 @1", "x_seconds{a=\"a\"} 2.0 @2");
        assertThat(result.errors()).isEmpty();
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                arguments(Desc.counter("x_seconds", "h"), "counter \"x_seconds\": got type counter, expected gauge"),
                arguments(
                        Desc.gauge("x_seconds", "i").withUnit("seconds"),
                        "gauge \"x_seconds\": got help \"i\", expected \"h\""),
                arguments(Desc.gauge("x_seconds", "h"), "gauge \"x_seconds\": got unit \"\", expected \"seconds\""),
                arguments(
                        Desc.gauge("s_count", "h"),
                        "gauge \"s_count\": this is the name of a series of the summary \"s\""));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void familyThatContradictsAnEarlierOneIsSkipped(Desc other, String message) {
        Desc summary = Desc.summary("s", "h");
        MetricFamily s = new MetricFamily(summary, List.of(ConstMetric.summary(summary, 0, 0, Map.of())));
        GatherResult result = Gatherers.merge(
                        fixed(s, family(X, 1, "a")), fixed(family(other, 2), family(Desc.gauge("y", "h"), 3)))
                .gather();
        assertThat(result.families()).extracting(MetricFamily::name).containsExactly("s", "x_seconds", "y");
        assertThat(Rendered.lines(result)).contains("x_seconds{a=\"a\"} 1.0");
        assertThat(Rendered.errors(result)).containsExactly("gatherer #2: " + message);
    }

    @Test
    void errorsSayWhichGathererTheyAreFrom() {
        RuntimeException boom = new IllegalStateException("boom");
        GatherError own = new GatherError("own error", boom);
        Gatherer merged = Gatherers.merge(
                fixed(family(X, 1, "a")),
                () -> new GatherResult(List.of(), List.of(own)),
                () -> {
                    throw boom;
                },
                () -> null);
        GatherResult result = merged.gather();
        assertThat(Rendered.lines(result)).containsExactly("x_seconds{a=\"a\"} 1.0");
        assertThat(result.errors())
                .containsExactly(
                        new GatherError("gatherer #2: own error", boom),
                        new GatherError("gatherer #3: gather(): threw java.lang.IllegalStateException: boom", boom),
                        new GatherError("gatherer #4: gather(): returned null, expected a result"));
    }

    @Test
    void badMetricsOfAGatherersOwnAreLeftOut() {
        Metric good = ConstMetric.of(X, 1, "a");
        MetricFamily bad = new MetricFamily(
                X,
                List.of(
                        ConstMetric.of(X, 1, "b"),
                        good,
                        new UserMetric(null, Labels.EMPTY, visitor -> {}),
                        ConstMetric.of(Desc.counter("x_seconds", "h"), 1),
                        good));
        GatherResult result = Gatherers.merge(fixed(bad)).gather();
        assertThat(Rendered.lines(result)).containsExactly("x_seconds{a=\"a\"} 1.0", "x_seconds{a=\"b\"} 1.0");
        assertThat(Rendered.errors(result))
                .containsExactly(
                        "gatherer #1: metric of gauge \"x_seconds\": desc() returned null, expected a Desc",
                        "gatherer #1: metric of gauge \"x_seconds\": got type counter, expected gauge",
                        "gatherer #1: gauge \"x_seconds\"{a=\"a\"}: collected before with the same name and labels");
    }

    @Test
    void duplicatesSideBySideInOneFamilyAreReportedToo() {
        GatherResult result =
                Gatherers.merge(fixed(family(X, 1, "a", "a", "b"))).gather();
        assertThat(Rendered.lines(result)).containsExactly("x_seconds{a=\"a\"} 1.0", "x_seconds{a=\"b\"} 1.0");
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void familyToWhichOnlyDuplicatesWereAddedStaysTheObjectThatItIs() {
        MetricFamily first = family(X, 1, "a", "b");
        GatherResult result =
                Gatherers.merge(fixed(first), fixed(family(X, 2, "b"))).gather();
        assertThat(result.families().get(0)).isSameAs(first);
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void familiesWithoutMetricsAreDropped() {
        assertThat(Gatherers.merge(fixed(new MetricFamily(X, List.of())))
                        .gather()
                        .families())
                .isEmpty();
    }

    @Test
    void unchangedResultsMergeToTheSameResult() {
        Registry one = Registry.create();
        Registry two = Registry.create();
        one.register(new SettableVec(X.withConstLabels(Labels.of("r", "1")), "a"));
        two.register(new SettableVec(X.withConstLabels(Labels.of("r", "2")), "a"));
        Gatherer merged = Gatherers.merge(one, two);
        GatherResult first = merged.gather();
        assertThat(first.families().get(0).metrics()).hasSize(2);
        assertThat(merged.gather()).isSameAs(first);
        two.register(FixedGauge.of("y", 1));
        assertThat(Rendered.lines(merged.gather())).hasSize(3).contains("y{} 1.0");
    }

    @Test
    void familyOfOneGathererKeepsItsIdentityBesideOnesThatChange() {
        Registry one = Registry.create();
        SettableVec vec = new SettableVec(X, "a", "b");
        one.register(vec);
        Registry two = Registry.create();
        two.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("y", "h"), 1))));
        Gatherer merged = Gatherers.merge(one, two);
        for (int i = 0; i < 3; i++) {
            assertThat(merged.gather().families().get(0)).isSameAs(vec.family());
        }
    }
}
