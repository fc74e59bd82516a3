package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Written;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FuncVecTest {
    private final Registry registry = Registry.pedantic();

    @BeforeEach
    void anotherMetric() {
        Gauge.builder("another", "").register(registry);
    }

    private GatherResult gathered(Consumer<FuncVec.Values> function) {
        GaugeFunc.builder("depth", "Jobs.", "queue").values(function).register(registry);
        return registry.gather();
    }

    @Test
    void eachLabelValueHasItsValue() {
        GatherResult result = gathered(out -> {
            out.accept(42, "b");
            out.accept(7, "a");
        });

        assertThat(result.errors()).isEmpty();
        assertThat(result.families().get(1).metrics())
                .extracting(metric -> metric.labels() + "=" + Written.by(metric).value())
                .containsExactly("{queue=\"a\"}=7.0", "{queue=\"b\"}=42.0");
    }

    @Test
    void aFunctionThatThrowsLosesItsFamilyAlone() {
        GatherResult result = gathered(out -> {
            out.accept(1, "a");
            throw new IllegalStateException("queue is closed");
        });

        assertThat(result.families()).extracting(family -> family.name()).containsExactly("another");
        assertThat(result.errors()).extracting(GatherError::source).containsExactly("gauge \"depth\"");
        assertThat(result.errors().get(0).message())
                .isEqualTo("gauge \"depth\": threw java.lang.IllegalStateException: queue is closed");
    }

    @Test
    void tooManyLabelValuesLoseTheFamilyAlone() {
        GatherResult result = gathered(out -> out.accept(1, "a", "b"));

        assertThat(result.families()).extracting(family -> family.name()).containsExactly("another");
        assertThat(result.errors()).singleElement().satisfies(error -> assertThat(error.message())
                .contains("expected 1 label values [queue], got 2 [a, b]"));
    }

    @Test
    void ofValuesGivenTwiceTheFirstStays() {
        GatherResult result = gathered(out -> {
            out.accept(1, "a");
            out.accept(2, "a");
        });

        assertThat(Written.by(result.families().get(1).metrics().get(0)).value())
                .isEqualTo(1);
        assertThat(result.errors()).singleElement().satisfies(error -> assertThat(error.source())
                .isEqualTo("gauge \"depth\""));
    }

    @Test
    void aWrappedOneIsNamedByItsFamily() {
        GaugeFunc.builder("depth", "")
                .values(out -> out.accept(1, "a"))
                .register(registry.withLabels(Labels.of("zone", "eu")));

        assertThat(registry.gather().errors()).extracting(GatherError::source).containsExactly("gauge \"depth\"");
    }

    @Test
    void eachTypeHasThem() {
        Consumer<FuncVec.Values> function = out -> out.accept(1);

        assertThat(CounterFunc.builder("a_total", "")
                        .values(function)
                        .build()
                        .desc()
                        .type())
                .isEqualTo(MetricType.COUNTER);
        assertThat(UntypedFunc.builder("a", "").values(function).build().desc().type())
                .isEqualTo(MetricType.UNTYPED);
        assertThat(GaugeFunc.builder("a", "", "l")
                        .namespace("n")
                        .values(function)
                        .build())
                .hasToString("gauge \"n_a\"");
    }

    @Test
    void withoutAFunctionThereIsNothingToBuild() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaugeFunc.builder("depth", "", "queue").register(registry))
                .withMessage("gauge \"depth\": expected a function for values(...), got none");
    }

    @Test
    void onlyTheSameFunctionIsFoundAgain() {
        Consumer<FuncVec.Values> function = out -> out.accept(1, "a");
        FuncVec first = GaugeFunc.builder("x", "", "l").values(function).register(registry);

        assertThat(GaugeFunc.builder("x", "", "l").values(function).registerOrGet(registry))
                .isSameAs(first);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> GaugeFunc.builder("x", "", "l").values(out -> {}).registerOrGet(registry));
    }
}
