package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import dev.fennel.registry.AlreadyRegisteredException;
import dev.fennel.registry.Registry;
import dev.fennel.registry.Wrapped;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked for again is what is registered, if it would have been made alike. */
class RegisterOrGetInstrumentTest {
    private static final DoubleSupplier ONE = () -> 1;

    private final Registry registry = Registry.create();

    static Stream<Named<Supplier<MetricBuilder<?, ?>>>> builders() {
        return Stream.of(
                Named.of("counter", () -> Counter.builder("x_total", "")),
                Named.of("gauge", () -> Gauge.builder("x", "")),
                Named.of("histogram", () -> histogram().buckets(1, 2)),
                Named.of("native histogram", () -> histogram().nativeBuckets(1.1)),
                Named.of("summary", () -> summary().objective(.5, .05).objective(.9, .01)),
                Named.of("counters", () -> vec().maxSeries(9).expireAfter(Duration.ofHours(1))),
                Named.of("histograms", () -> HistogramVec.builder("x", "", "a")),
                Named.of("metrics of a user", () -> own(3)),
                Named.of("info", () -> Info.builder("x_info", "", "a")),
                Named.of("state set", () -> StateSet.builder("x", "", "on", "off")),
                Named.of("function", () -> GaugeFunc.builder("x", "", ONE)));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void theSecondTimeTheFirstIsReturned(Supplier<MetricBuilder<?, ?>> builder) {
        Collector first = builder.get().registerOrGet(registry);

        assertThat(builder.get().registerOrGet(registry)).isSameAs(first);
        assertThat(builder.get().registerOrGet(registry.withLabels(Labels.EMPTY)))
                .isSameAs(first);
    }

    static Stream<Arguments> different() {
        return Stream.of(
                differ(histogram().buckets(1, 2), histogram().buckets(1, 3), "buckets [1.0, 2.0]", "[1.0, 3.0]"),
                differ(histogram(), histogram().nativeBuckets(1.1), "buckets [0.005", "native buckets of schema 3"),
                differ(histogram().nativeBuckets(1.1), histogram().nativeBuckets(1.2), "schema 3", "schema 2"),
                differ(natives(), natives().zeroThreshold(1), "zero threshold of 2.9", "zero threshold of 1.0"),
                differ(natives(), natives().maxBuckets(9), "at most 0 ", "at most 9 "),
                differ(natives(), natives().minResetDuration(Duration.ofHours(1)), "after 0 ms", "after 3600000 ms"),
                differ(natives(), natives().maxZeroThreshold(1), "to 0.0", "to 1.0"),
                differ(natives(), natives().maxExemplars(1), "10 exemplars", "1 exemplars"),
                differ(natives(), natives().exemplarTtl(Duration.ZERO), "300000 ms", "0 ms"),
                differ(summary().objective(.5, .1), summary().objective(.5, .2), "{0.5=0.1}", "{0.5=0.2}"),
                differ(summary(), summary().objective(.5, .2), "{}", "{0.5=0.2}"),
                differ(summary(), summary().maxAge(Duration.ofHours(1)), "PT2M", "PT12M"),
                differ(summary(), summary().ageBuckets(3), "5 steps", "3 steps"),
                differ(vec().maxSeries(9), vec().maxSeries(3), "at most 9 series", "at most 3 series"),
                differ(
                        vec().expireAfter(Duration.ofHours(2)),
                        vec().expireAfter(Duration.ofHours(1)),
                        "kept for PT2H",
                        "kept for PT1H"),
                differ(vec(), vec().constrain("a", String::strip), "constraints of []", "constraints of [a]"),
                differ(
                        HistogramVec.builder("x", "", "a"),
                        HistogramVec.builder("x", "", "a").buckets(1),
                        "[0.005",
                        "[1.0]"),
                differ(
                        SummaryVec.builder("x", "", "a"),
                        SummaryVec.builder("x", "", "a").ageBuckets(3),
                        "5 steps",
                        "3 steps"),
                differ(
                        own(3),
                        MetricVec.builder(MetricType.GAUGE, "x", "", (desc, labels) -> null, "a"),
                        "metrics made by dev.fennel",
                        "metrics made by dev.fennel"),
                differ(StateSet.builder("x", "", "on"), StateSet.builder("x", "", "off"), "[on]", "[off]"),
                differ(
                        GaugeFunc.builder("x", "", ONE),
                        GaugeFunc.builder("x", "", () -> 1),
                        "function dev.fennel",
                        "function dev.fennel"));
    }

    /** With a factory that is another object each time, and of the same class. */
    private static MetricBuilder<MetricVec<ConstMetric>, ?> own(double value) {
        return MetricVec.builder(
                MetricType.GAUGE, "x", "", (desc, labels) -> ConstMetric.of(desc, value, labels.get("a")), "a");
    }

    private static HistogramBuilder<Histogram> histogram() {
        return Histogram.builder("x", "");
    }

    private static HistogramBuilder<Histogram> natives() {
        return histogram().nativeBuckets(1.1);
    }

    private static SummaryBuilder<Summary> summary() {
        return Summary.builder("x", "");
    }

    private static CounterBuilder<CounterVec> vec() {
        return CounterVec.builder("x_total", "", "a");
    }

    private static Arguments differ(MetricBuilder<?, ?> one, MetricBuilder<?, ?> other, String first, String second) {
        return Arguments.of(Named.of(first, one), Named.of(second, other), first, second);
    }

    @ParameterizedTest
    @MethodSource("different")
    void whatIsLaidOutInAnotherWayIsRefused(
            MetricBuilder<?, ?> one, MetricBuilder<?, ?> other, String first, String second) {
        one.register(registry);
        Collector given = other.build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.registerOrGet(given))
                .withMessageMatching("(?s).*got .*" + Pattern.quote(second)
                        + ".*, expected what is registered already: .*" + Pattern.quote(first) + ".*");
        assertThatIllegalArgumentException().isThrownBy(() -> other.registerOrGet(registry));
    }

    @Test
    void aVecWithALimitDescribesMoreThanOneWithout() {
        vec().register(registry);

        assertThatIllegalArgumentException().isThrownBy(() -> vec().maxSeries(3).registerOrGet(registry));
    }

    @Test
    void ofTheSameNameButAnotherHelpIsRefused() {
        Gauge.builder("x", "one").register(registry);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gauge.builder("x", "other").registerOrGet(registry))
                .withMessageContaining("other");
    }

    @Test
    void aWrapperOfAnotherLayoutIsRefused() {
        Labels labels = Labels.of("a", "b");
        registry.register(Wrapped.withLabels(labels, histogram().build()));
        Collector same = Wrapped.withLabels(labels, histogram().build());
        Collector other = Wrapped.withLabels(labels, histogram().buckets(7).build());

        assertThat(registry.registerOrGet(same)).isNotSameAs(same);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.registerOrGet(other))
                .withMessageContaining("[7.0]");
    }

    @Test
    void whoeverRegistersTwiceLearnsOfTheOtherWay() {
        Gauge.builder("x", "").register(registry);

        assertThatThrownBy(() -> Gauge.builder("x", "").register(registry))
                .isInstanceOf(AlreadyRegisteredException.class)
                .hasMessageContaining("registerOrGet");
    }
}
