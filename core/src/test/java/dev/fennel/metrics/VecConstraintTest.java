package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Threads;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VecConstraintTest {
    private final CounterVec requests = CounterVec.builder("requests_total", "", "method", "code")
            .constrain("method", method -> method.toUpperCase(Locale.ROOT))
            .constrain("code", code -> code.charAt(0) + "xx")
            .build();

    @Test
    void theSeriesHasTheConstrainedValues() {
        Counter ok = requests.withLabelValues("get", "204");

        assertThat(ok.labels()).isEqualTo(Labels.of("code", "2xx", "method", "GET"));
        assertThat(requests.withLabelValues("Get", "200")).isSameAs(ok);
        assertThat(requests.withLabelValues(new String[] {"gEt", "299"})).isSameAs(ok);
        assertThat(requests.with(Labels.of("code", "201", "method", "geT"))).isSameAs(ok);
        assertThat(requests.find("get", "200")).containsSame(ok);
        assertThat(requests.find(Labels.of("code", "201", "method", "get"))).containsSame(ok);
        assertThat(requests.curryWith(Labels.of("method", "get")).withLabelValues("222"))
                .isSameAs(ok);
        assertThat(requests.series()).containsExactly(ok);
    }

    static Stream<Arguments> deletions() {
        return Stream.of(
                deletion(vec -> vec.deleteLabelValues("get", "204")),
                deletion(vec -> vec.delete(Labels.of("code", "204", "method", "get"))),
                deletion(vec -> vec.deletePartialMatch(Labels.of("method", "get"))),
                deletion(vec -> vec.curryWith(Labels.of("method", "get")).deleteLabelValues("204")),
                deletion(vec -> vec.curryWith(Labels.of("method", "get")).reset()));
    }

    private static Arguments deletion(Consumer<CounterVec> deletion) {
        return Arguments.of(deletion);
    }

    @ParameterizedTest
    @MethodSource("deletions")
    void deletionsConstrainToo(Consumer<CounterVec> deletion) {
        requests.withLabelValues("GET", "2");
        Counter other = requests.withLabelValues("PUT", "2");
        deletion.accept(requests);

        assertThat(requests.series()).containsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void eachValueIsConstrainedOnceWhateverIsCurried(int labels) {
        String[] names = VecTest.names(labels);
        MetricBuilder.Plain<GaugeVec> builder = GaugeVec.builder("g", "", names);
        for (String name : names) {
            builder.constrain(name, value -> value + "!");
        }
        GaugeVec vec = builder.build();
        for (int curried = 0; curried < labels; curried++) {
            GaugeVec view = vec;
            for (int i = 0; i < curried; i++) {
                view = view.curryWith(Labels.of(names[i], names[i]));
            }
            Gauge found = VecTest.find(view, Arrays.copyOfRange(names, curried, labels));

            assertThat(found.labels().values())
                    .isEqualTo(Stream.of(names).map(v -> v + "!").toList());
            assertThat(vec.series()).containsExactly(found);
        }
    }

    @Test
    void labelsWithoutAConstraintStayAsTheyAre() {
        GaugeVec vec =
                GaugeVec.builder("g", "", "a", "b").constrain("b", b -> "other").build();

        assertThat(vec.withLabelValues("x", "y").labels()).isEqualTo(Labels.of("a", "x", "b", "other"));
    }

    static Stream<Arguments> failing() {
        CounterVec thrower = CounterVec.builder("c_total", "", "a", "b")
                .constrain("b", b -> {
                    throw new IllegalStateException("broken");
                })
                .build();
        CounterVec speechless = CounterVec.builder("c_total", "", "a", "b")
                .constrain("b", b -> {
                    throw new IllegalStateException() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        public String toString() {
                            throw new NoClassDefFoundError("a/Formatter");
                        }
                    };
                })
                .build();
        CounterVec nuller = CounterVec.builder("c_total", "", "a", "b")
                .constrain("b", b -> null)
                .build();
        String threw = "counter \"c_total\": the constraint of label \"b\" failed for \"y\":"
                + " threw java.lang.IllegalStateException: broken";
        String withoutText = "counter \"c_total\": the constraint of label \"b\" failed for \"y\":"
                + " threw dev.fennel.metrics.VecConstraintTest$1";
        String gaveNull = "counter \"c_total\": the constraint of label \"b\" returned null for \"y\"";
        return Stream.of(
                failing(() -> thrower.withLabelValues("x", "y"), threw),
                failing(() -> thrower.find("x", "y"), threw),
                failing(() -> thrower.deleteLabelValues("x", "y"), threw),
                failing(() -> thrower.deletePartialMatch(Labels.of("b", "y")), threw),
                failing(() -> thrower.curryWith(Labels.of("b", "y")), threw),
                failing(() -> speechless.withLabelValues("x", "y"), withoutText),
                failing(() -> nuller.withLabelValues("x", "y"), gaveNull),
                failing(() -> nuller.with(Labels.of("a", "x", "b", "y")), gaveNull),
                failing(() -> nuller.curryWith(Labels.of("a", "x")).withLabelValues("y"), gaveNull));
    }

    private static Arguments failing(Runnable call, String message) {
        return Arguments.of(call, message);
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aFailingConstraintIsTheCallersError(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatAConstraintReturnsIsCheckedLikeAnyValue() {
        CounterVec vec = CounterVec.builder("c_total", "", "a")
                .constrain("a", a -> "\ud83d")
                .build();

        assertThatThrownBy(() -> vec.withLabelValues("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label \"a\" has a value that is not valid Unicode");
        assertThatThrownBy(() -> vec.withLabelValues((String) null)).isInstanceOf(NullPointerException.class);
        assertThat(vec.series()).isEmpty();
    }

    @Test
    void constraintsOfUnknownLabelsAreRefused() {
        assertThatThrownBy(() -> CounterVec.builder("c_total", "", "a")
                        .constrain("b", b -> b)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter \"c_total\": expected constraints of labels among [a], got \"b\"");
    }

    @Test
    void aConstraintMayUseTheVecItself() throws Exception {
        GaugeVec[] itself = new GaugeVec[1];
        itself[0] = GaugeVec.builder("g", "", "a")
                .constrain("a", a -> {
                    if (a.startsWith("outer")) {
                        runElsewhere(() -> itself[0].withLabelValues("inner"));
                    }
                    return a;
                })
                .build();

        assertThat(itself[0].withLabelValues("outer")).isNotNull();
        assertThat(itself[0].deletePartialMatch(Labels.of("a", "outer"))).isEqualTo(1);
        assertThat(itself[0].series()).hasSize(1);
    }

    /** Another thread would wait for ever for a lock that this one holds. */
    private static void runElsewhere(Runnable work) {
        try {
            Threads.run(1, thread -> work.run());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void lookingUpAllocatesNothing() {
        Map<String, String> uniform = Map.of("get", "GET", "put", "PUT");
        CounterVec vec = CounterVec.builder("c_total", "", "method", "code")
                .constrain("method", method -> uniform.getOrDefault(method, "other"))
                .build();

        assertThat(Allocation.bytes(
                        100_000, () -> vec.withLabelValues("get", "200").inc()))
                .isLessThan(1_000);
    }
}
