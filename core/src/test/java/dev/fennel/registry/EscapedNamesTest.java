package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are one for readers of legacy names are refused where both are known. */
class EscapedNamesTest {
    private final Registry registry = Registry.create();

    private static Collector describing(Desc... descs) {
        return FunctionalCollector.of(List.of(descs), out -> {});
    }

    private static Desc desc(MetricType type, String name) {
        return Desc.of(type, name, "h");
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, a_b, GAUGE, a.b, 'gauge \"a.b\": after escaping, this is the name of the gauge \"a_b\"'",
        "GAUGE, a.b, GAUGE, a_b, 'gauge \"a_b\": after escaping, this is the name of the gauge \"a.b\"'",
        "GAUGE, a-b, COUNTER, a\uD83D\uDD25b, 'after escaping, this is the name of the gauge \"a-b\"'",
        "GAUGE, 1a, GAUGE, _a, 'after escaping, this is the name of the gauge \"1a\"'",
        "HISTOGRAM, a.b, GAUGE, a_b_sum, 'this is the name of a series of the histogram \"a_b\"'",
        "HISTOGRAM, a_b, GAUGE, a.b.sum, 'after escaping, this is the name of a series of the histogram \"a_b\"'",
        "COUNTER, a_b.count, SUMMARY, a.b, 'after escaping, its series \"a_b_count\" has the name of a counter'"
    })
    void secondNameIsRefusedInEitherOrderAndInOneCollector(
            MetricType type, String name, MetricType otherType, String otherName, String message) {
        registry.register(describing(desc(type, name)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(desc(otherType, otherName))))
                .withMessageContaining(message)
                .withMessageEndingWith(", expected a name of its own");

        Registry reversed = Registry.create();
        reversed.register(describing(desc(otherType, otherName)));
        assertThatIllegalArgumentException().isThrownBy(() -> reversed.register(describing(desc(type, name))));

        Registry together = Registry.create();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> together.register(describing(desc(type, name), desc(otherType, otherName))));
        assertThat(together.collectors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a__b", "a.bc", "ab", "A_b", "a.b.count"})
    void namesThatStayDifferentAreAccepted(String other) {
        registry.register(describing(desc(MetricType.GAUGE, "a.b")));
        assertThatCode(() -> registry.register(describing(desc(MetricType.GAUGE, other))))
                .doesNotThrowAnyException();
    }

    @Test
    void nameThatNobodyUsesAnyMoreCanBeSpeltInAnotherWay() {
        Collector dotted = describing(desc(MetricType.GAUGE, "a.b"));
        registry.register(dotted);
        registry.unregister(dotted);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(desc(MetricType.COUNTER, "a_b"))))
                .withMessageContaining("as registered before under this name");
        registry.register(describing(desc(MetricType.GAUGE, "a_b")));
        assertThatIllegalArgumentException().isThrownBy(() -> registry.register(dotted));
    }

    @Test
    void nameOfTwoDescsIsInUseUntilBothAreGone() {
        Desc dotted = desc(MetricType.GAUGE, "a.b");
        Collector one = describing(dotted.withConstLabels(Labels.of("c", "1")));
        Collector other = describing(dotted.withConstLabels(Labels.of("c", "2")));
        registry.register(one);
        registry.register(other);
        Collector late = describing(dotted.withName("a_b").withConstLabels(Labels.of("c", "3")));
        registry.unregister(one);
        assertThatIllegalArgumentException().isThrownBy(() -> registry.register(late));
        registry.unregister(other);
        assertThatCode(() -> registry.register(late)).doesNotThrowAnyException();
    }

    @Test
    void wrapperMayBeWhatMakesTwoNamesOne() {
        registry.withPrefix("p.").register(describing(desc(MetricType.GAUGE, "a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.withPrefix("p_").register(describing(desc(MetricType.GAUGE, "a"))))
                .withMessageStartingWith("gauge \"p_a\": after escaping, this is the name of the gauge \"p.a\"");
    }

    @ParameterizedTest
    @CsvSource({"a.b, a_b", "a_b, a-b", "a:b, a_b", "1a, _a"})
    void twoLabelsOfOneDescAreRefused(String first, String second) {
        Desc variable = Desc.gauge("x", "h", first, second);
        Desc constant = Desc.gauge("x", "h", second).withConstLabels(Labels.of(first, "v"));
        for (Desc desc : new Desc[] {variable, constant}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.register(describing(desc)))
                    .withMessageStartingWith("gauge \"x\": after escaping, two of its label names are \"")
                    .withMessageEndingWith(", expected different label names");
        }
        assertThat(registry.collectors()).isEmpty();
    }

    @Test
    void labelThatBecomesTheMetricNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(Desc.gauge("x", "h", "..name.."))))
                .withMessageStartingWith(
                        "gauge \"x\": after escaping, its label name \"..name..\" is \"__name__\", which is reserved");
    }

    @Test
    void stateSetHasNoLabelThatLooksLikeItsStates() {
        Desc phase = Desc.stateSet("my.phase", "h", "my.phase", "my_phase");
        assertThatIllegalArgumentException().isThrownBy(() -> registry.register(describing(phase)));
    }

    @Test
    void uncheckedCollectorsAreNotAsked() {
        registry.register(FunctionalCollector.unchecked(out -> {}));
        assertThatCode(() -> registry.register(FunctionalCollector.unchecked(out -> {})))
                .doesNotThrowAnyException();
    }
}
