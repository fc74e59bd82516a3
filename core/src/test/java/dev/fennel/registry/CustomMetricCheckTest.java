package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CustomMetricCheckTest {
    private static final String COLLECTOR = "collector dev.fennel.collectors.FunctionalCollector: ";
    private static final Desc X = Desc.gauge("x_s", "h");
    private static final Desc GOOD = Desc.gauge("good", "h");

    private final Registry registry = Registry.create();

    private void registerUnchecked(Consumer<Consumer<? super Metric>> collect) {
        registry.register(FunctionalCollector.unchecked(collect));
    }

    static Stream<Arguments> misfits() {
        Desc histogram = Desc.histogram("y", "h");
        Desc summary = Desc.summary("y", "h");
        return Stream.of(
                arguments(
                        ConstMetric.of(Desc.counter("x_s", "h"), 1),
                        "counter \"x_s\"{}: got type counter, expected gauge"),
                arguments(ConstMetric.of(Desc.gauge("x_s", "i"), 1), "gauge \"x_s\"{}: got help \"i\", expected \"h\""),
                arguments(ConstMetric.of(X.withUnit("s"), 1), "gauge \"x_s\"{}: got unit \"s\", expected \"\""),
                arguments(ConstMetric.of(X, 1), "gauge \"x_s\"{}: collected before with the same name and labels"),
                arguments(
                        new UserMetric(X, Labels.EMPTY, v -> v.gauge(2)),
                        "gauge \"x_s\"{}: collected before with the same name and labels"),
                arguments(
                        new UserMetric(null, Labels.EMPTY, v -> v.gauge(2)),
                        "metric dev.fennel.registry.UserMetric: desc() returned null, expected a Desc"),
                arguments(
                        new UserMetric(X, null, v -> v.gauge(2)),
                        "metric dev.fennel.registry.UserMetric: gauge \"x_s\": labels() returned null, expected Labels"),
                arguments(
                        new UserMetric(histogram, Labels.of("le", "1"), v -> {}),
                        "histogram \"y\"{le=\"1\"}: label \"le\" is reserved for the format of a histogram"),
                arguments(
                        new UserMetric(summary, Labels.of("quantile", "1"), v -> {}),
                        "summary \"y\"{quantile=\"1\"}: label \"quantile\" is reserved for the format of a summary"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void misfitIsReportedAndCostsNothingElse(Metric misfit, String message) {
        registerUnchecked(out -> out.accept(ConstMetric.of(X, 1)));
        registerUnchecked(out -> {
            out.accept(misfit);
            out.accept(ConstMetric.of(GOOD, 1));
        });
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("good{} 1.0", "x_s{} 1.0");
        assertThat(result.errors()).containsExactly(new GatherError(COLLECTOR + message));
    }

    @Test
    void firstRegisteredWins() {
        registerUnchecked(out -> out.accept(ConstMetric.of(X, 1)));
        registerUnchecked(out -> out.accept(ConstMetric.of(X, 2)));
        registerUnchecked(out -> out.accept(ConstMetric.of(Desc.counter("x_s", "h"), 3)));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("x_s{} 1.0");
        assertThat(result.errors()).hasSize(2);
    }

    @Test
    void sameValuesUnderOtherLabelNamesAreNotDuplicates() {
        registerUnchecked(out -> {
            out.accept(ConstMetric.of(Desc.gauge("x_s", "h", "b"), 1, "v"));
            out.accept(ConstMetric.of(Desc.gauge("x_s", "h", "a"), 2, "v"));
        });
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(Rendered.lines(result)).containsExactly("x_s{a=\"v\"} 2.0", "x_s{b=\"v\"} 1.0");
    }

    @Test
    void throwingCollectorLosesAllOfItsMetricsAndNoOthers() {
        RuntimeException boom = new IllegalStateException("boom");
        registerUnchecked(out -> {
            out.accept(ConstMetric.of(X, 1));
            throw boom;
        });
        registerUnchecked(out -> out.accept(ConstMetric.of(GOOD, 1)));
        registry.register(FixedGauge.of("trusted", 1));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("good{} 1.0", "trusted{} 1.0");
        assertThat(result.errors())
                .containsExactly(new GatherError(COLLECTOR + "threw java.lang.IllegalStateException: boom", boom));
    }

    static Stream<Error> errors() {
        return Stream.of(
                new NoClassDefFoundError("x"),
                new StackOverflowError(),
                new AssertionError("x"),
                new OutOfMemoryError("pretended"),
                new InternalError("pretended"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsOfACollectorAreReportedToo(Error error) {
        registerUnchecked(out -> {
            throw error;
        });
        registry.register(FixedGauge.of("trusted", 1));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("trusted{} 1.0");
        assertThat(result.errors()).extracting(GatherError::cause).containsExactly(error);
    }

    @Test
    void exceptionWithoutAUsableTextIsReportedByItsClass() {
        registerUnchecked(out -> {
            throw new Unspeakable();
        });
        assertThat(Rendered.errors(registry.gather()))
                .containsExactly(COLLECTOR + "threw " + Unspeakable.class.getName());
    }

    @Test
    void nullMetricFailsTheCollector() {
        registerUnchecked(out -> out.accept(null));
        assertThat(Rendered.errors(registry.gather()))
                .containsExactly(COLLECTOR + "threw java.lang.NullPointerException");
    }

    @Test
    void metricHandedOutAfterCollectReturnedIsRefused() {
        Object[] kept = new Object[1];
        registerUnchecked(out -> kept[0] = out);
        registry.gather();
        @SuppressWarnings("unchecked")
        Consumer<Metric> late = (Consumer<Metric>) kept[0];
        assertThatIllegalStateException()
                .isThrownBy(() -> late.accept(ConstMetric.of(X, 1)))
                .withMessage("expected metrics until collect has returned, got one afterwards");
        assertThat(registry.gather().families()).isEmpty();
    }

    @Test
    void invalidMetricIsReportedWithItsError() {
        RuntimeException unreadable = new IllegalStateException("cannot read");
        registerUnchecked(out -> {
            out.accept(ConstMetric.invalid(X, unreadable));
            out.accept(ConstMetric.of(GOOD, 1));
        });
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("good{} 1.0");
        assertThat(result.errors())
                .containsExactly(new GatherError(
                        COLLECTOR + "gauge \"x_s\"{}: threw java.lang.IllegalStateException: cannot read", unreadable));
    }

    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }
}
