package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VecTest {
    private final CounterVec requests =
            CounterVec.builder("requests_total", "Requests.", "method", "code").build();

    @Test
    void constantsAreFoundByIdentityWhoeverMadeTheSeries() {
        CounterVec counters =
                CounterVec.builder("jobs_total", "Jobs.", "kind", "state").build();
        Counter made = counters.withLabelValues(new String("batch"), new StringBuilder("done").toString());

        assertThat(made.labelValues[0]).isSameAs("batch");
        assertThat(made.labelValues[1]).isSameAs("done");
        assertThat(counters.withLabelValues("batch", "done")).isSameAs(made);
    }

    @Test
    void ofVeryManySeriesTheValuesAreTakenAsTheyCome() {
        CounterVec counters = CounterVec.builder("jobs_total", "Jobs.", "kind").build();
        for (int i = 0; i < 1_000; i++) {
            counters.withLabelValues("kind" + i);
        }
        String late = new String("late");

        assertThat(counters.withLabelValues(late).labelValues[0]).isSameAs(late);
    }

    @Test
    void theSameValuesAreTheSameSeries() {
        Counter ok = requests.withLabelValues("GET", "200");

        assertThat(requests.withLabelValues(new String("GET"), new String("200")))
                .isSameAs(ok);
        assertThat(requests.withLabelValues(new String[] {"GET", "200"})).isSameAs(ok);
        assertThat(requests.with(Labels.of("code", "200", "method", "GET"))).isSameAs(ok);
        assertThat(requests.withLabelValues("200", "GET")).isNotSameAs(ok);
        assertThat(ok.labels()).isEqualTo(Labels.of("code", "200", "method", "GET"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7})
    void seriesAreFoundWithAnyNumberOfLabels(int labels) {
        GaugeVec vec = GaugeVec.builder("g", "", names(labels)).build();
        List<String[]> all = combinations(labels, 3);
        for (int i = 0; i < all.size(); i++) {
            find(vec, all.get(i)).set(i);
        }

        for (int i = 0; i < all.size(); i++) {
            assertThat(find(vec, all.get(i)).value()).isEqualTo(i);
            assertThat(vec.find(all.get(i)).orElseThrow().value()).isEqualTo(i);
        }
        assertThat(vec.series()).hasSize(all.size());
    }

    /** Takes the overload that a caller with this number of values would. */
    static Gauge find(GaugeVec vec, String... v) {
        return switch (v.length) {
            case 1 -> vec.withLabelValues(v[0]);
            case 2 -> vec.withLabelValues(v[0], v[1]);
            case 3 -> vec.withLabelValues(v[0], v[1], v[2]);
            case 4 -> vec.withLabelValues(v[0], v[1], v[2], v[3]);
            default -> vec.withLabelValues(v);
        };
    }

    static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "label" + i).toArray(String[]::new);
    }

    private static List<String[]> combinations(int length, int values) {
        List<String[]> all = new ArrayList<>();
        all.add(new String[0]);
        for (int i = 0; i < length; i++) {
            List<String[]> longer = new ArrayList<>();
            for (String[] prefix : all) {
                for (int v = 0; v < values; v++) {
                    String[] one = Arrays.copyOf(prefix, prefix.length + 1);
                    one[prefix.length] = "v" + v;
                    longer.add(one);
                }
            }
            all = longer;
        }
        return all;
    }

    @Test
    void valuesWithEqualHashesAreToldApart() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        requests.withLabelValues("Aa", "BB").inc();
        requests.withLabelValues("BB", "Aa").add(2);
        requests.withLabelValues("Aa", "Aa").add(3);

        assertThat(requests.withLabelValues("Aa", "BB").value()).isEqualTo(1);
        assertThat(requests.withLabelValues("BB", "Aa").value()).isEqualTo(2);
        assertThat(requests.withLabelValues("Aa", "Aa").value()).isEqualTo(3);
    }

    static Stream<Arguments> wrongLabels() {
        CounterVec vec = CounterVec.builder("requests_total", "Requests.", "method", "code")
                .build();
        CounterVec curried = vec.curryWith(Labels.of("code", "200"));
        return Stream.of(
                wrong(() -> vec.withLabelValues("GET"), "expected 2 label values [method, code], got 1 [GET]"),
                wrong(
                        () -> vec.withLabelValues("a", "b", "c"),
                        "expected 2 label values [method, code], got 3 [a, b, c]"),
                wrong(() -> vec.withLabelValues(), "expected 2 label values [method, code], got 0 []"),
                wrong(
                        () -> vec.withLabelValues("GET", "\ud83d"),
                        "label \"code\" has a value that is not valid Unicode"),
                wrong(
                        () -> vec.with(Labels.of("method", "GET")),
                        "expected labels [method, code], got {method=\"GET\"}"),
                wrong(() -> vec.with(Labels.of("method", "GET", "kode", "200")), "expected labels [method, code], got"),
                wrong(() -> vec.find("GET"), "expected 2 label values [method, code], got 1 [GET]"),
                wrong(() -> vec.find(Labels.EMPTY), "expected labels [method, code], got {}"),
                wrong(() -> vec.deleteLabelValues("GET"), "expected 2 label values"),
                wrong(() -> vec.delete(Labels.of("x", "y")), "expected labels [method, code], got {x=\"y\"}"),
                wrong(
                        () -> vec.deletePartialMatch(Labels.of("x", "y")),
                        "expected labels among [method, code], got {x=\"y\"}"),
                wrong(() -> vec.curryWith(Labels.of("x", "y")), "expected labels among [method, code], got {x=\"y\"}"),
                wrong(
                        () -> curried.withLabelValues("GET", "200"),
                        "expected 1 label values [method], got 2 [GET, 200]"),
                wrong(
                        () -> curried.curryWith(Labels.of("code", "500")),
                        "expected labels among [method], got {code=\"500\"}, with [code] already curried"));
    }

    private static Arguments wrong(Runnable call, String message) {
        return Arguments.of(call, message);
    }

    @ParameterizedTest
    @MethodSource("wrongLabels")
    void wrongLabelsAreRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aNullValueIsNamedByItsLabel(int labels) {
        String[] names = Arrays.copyOf(new String[] {"a", "b", "c", "d", "e"}, labels);
        CounterVec vec = CounterVec.builder("c_total", "", names).build();
        CounterVec constrained = CounterVec.builder("c_total", "", names)
                .constrain("a", String::trim)
                .build();
        for (int i = 0; i < labels; i++) {
            String[] values = new String[labels];
            Arrays.fill(values, "x");
            values[i] = null;
            String message = "counter \"c_total\": the value of label \"" + names[i] + "\" is null";
            Stream<ThrowingCallable> lookUps = Stream.of(
                    () -> byArity(vec, values),
                    () -> byArity(constrained, values),
                    () -> vec.withLabelValues(values),
                    () -> constrained.withLabelValues(values),
                    () -> vec.find(values),
                    () -> vec.deleteLabelValues(values));
            assertThat(lookUps)
                    .allSatisfy(lookUp ->
                            assertThatNullPointerException().isThrownBy(lookUp).withMessage(message));
        }
        assertThat(vec.series()).isEmpty();
    }

    private static Counter byArity(CounterVec vec, String[] v) {
        return switch (v.length) {
            case 1 -> vec.withLabelValues(v[0]);
            case 2 -> vec.withLabelValues(v[0], v[1]);
            case 3 -> vec.withLabelValues(v[0], v[1], v[2]);
            case 4 -> vec.withLabelValues(v[0], v[1], v[2], v[3]);
            default -> vec.withLabelValues(v);
        };
    }

    @Test
    void aNullValueOfAViewIsNamed() {
        CounterVec view =
                CounterVec.builder("c_total", "", "a", "b", "c").build().curryWith(Labels.of("b", "x"));
        assertThatNullPointerException()
                .isThrownBy(() -> view.withLabelValues("x", null))
                .withMessage("counter \"c_total\": the value of label \"c\" is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view.withLabelValues("x", null, "y"))
                .withMessage("counter \"c_total\": expected 2 label values [a, c], got 3 [x, null, y]");
    }

    @Test
    void nullValuesAreRefused() {
        assertThatThrownBy(() -> requests.withLabelValues("GET", null)).isInstanceOf(NullPointerException.class);
        assertThat(requests.series()).isEmpty();
    }

    @Test
    void theTextSaysHowManySeriesThereAre() {
        requests.withLabelValues("GET", "200");

        assertThat(requests).hasToString("counter \"requests_total\" by [method, code], 1 series");
        assertThat(requests.curryWith(Labels.of("method", "GET")))
                .hasToString("counter \"requests_total\" by [code], 1 series");
    }

    @Test
    void aVecWithoutLabelsHasOneSeries() {
        CounterVec vec = CounterVec.builder("a_total", "").maxSeries(1).build();
        assertThat(vec.find()).isEmpty();
        Counter only = vec.withLabelValues();
        only.inc();

        assertThat(vec.withLabelValues()).isSameAs(only);
        assertThat(vec.with(Labels.EMPTY)).isSameAs(only);
        assertThat(vec.curryWith(Labels.EMPTY).withLabelValues()).isSameAs(only);
        assertThat(vec.find()).containsSame(only);
        assertThat(vec.series()).containsExactly(only);
        assertThat(vec.divertedLookups()).isZero();
        assertThatThrownBy(() -> vec.withLabelValues("x")).hasMessageContaining("expected 0 label values [], got 1");
        assertThat(vec.deleteLabelValues()).isTrue();
        assertThat(vec.withLabelValues()).isNotSameAs(only);
        vec.reset();
        assertThat(vec.series()).isEmpty();
    }

    @Test
    void reservedLabelsAreRefusedAtConstruction() {
        assertThatThrownBy(() -> HistogramVec.builder("h", "", "le").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"le\" is reserved");
        assertThatThrownBy(() -> SummaryVec.builder("s", "", "quantile").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"quantile\" is reserved");
    }

    @Test
    void findingMakesNoSeries() {
        assertThat(requests.find("GET", "200")).isEmpty();
        assertThat(requests.find(Labels.of("method", "GET", "code", "200"))).isEmpty();
        assertThat(requests.series()).isEmpty();

        Counter made = requests.withLabelValues("GET", "200");
        assertThat(requests.find("GET", "200")).containsSame(made);
        assertThat(requests.find(Labels.of("method", "GET", "code", "200"))).containsSame(made);
    }

    @Test
    void aDeletedSeriesIsGoneAndComesBackEmpty() {
        Counter held = requests.withLabelValues("GET", "200");
        held.inc();

        assertThat(requests.deleteLabelValues("GET", "200")).isTrue();
        assertThat(requests.deleteLabelValues("GET", "200")).isFalse();
        assertThat(requests.delete(Labels.of("method", "GET", "code", "200"))).isFalse();
        assertThat(requests.series()).isEmpty();
        held.inc();
        assertThat(held.value()).isEqualTo(2);
        assertThat(requests.withLabelValues("GET", "200").value()).isZero();
    }

    @Test
    void partialMatchDeletesJustWhatMatches() {
        for (String method : List.of("GET", "PUT")) {
            for (String code : List.of("200", "404", "500")) {
                requests.withLabelValues(method, code).inc();
            }
        }

        assertThat(requests.deletePartialMatch(Labels.of("code", "404"))).isEqualTo(2);
        assertThat(requests.deletePartialMatch(Labels.of("code", "404"))).isZero();
        assertThat(requests.deletePartialMatch(Labels.of("code", "500", "method", "PUT")))
                .isEqualTo(1);
        assertThat(requests.series())
                .extracting(series -> series.labels().values())
                .containsExactly(List.of("200", "GET"), List.of("200", "PUT"), List.of("500", "GET"));

        requests.reset();
        assertThat(requests.series()).isEmpty();
    }

    @Test
    void freeLabelsAreThoseThatAreNotCurried() {
        CounterVec codes = requests.curryWith(Labels.of("method", "GET"));

        assertThat(requests.freeLabels()).containsExactly("method", "code");
        assertThat(codes.freeLabels()).containsExactly("code");
        assertThat(codes.curryWith(Labels.of("code", "200")).freeLabels()).isEmpty();
    }

    @Test
    void aCurriedViewSharesTheSeriesAndAsksForTheRest() {
        CounterVec gets = requests.curryWith(Labels.of("method", "GET"));
        gets.withLabelValues("200").inc();
        gets.with(Labels.of("code", "404")).inc();
        requests.withLabelValues("PUT", "200").inc();

        assertThat(requests.withLabelValues("GET", "200").value()).isEqualTo(1);
        assertThat(gets.curryWith(Labels.of("code", "404")).withLabelValues().value())
                .isEqualTo(1);
        assertThat(gets.series()).hasSize(2);
        assertThat(gets.find("500")).isEmpty();
        assertThat(gets.deletePartialMatch(Labels.of("code", "200"))).isEqualTo(1);
        assertThat(requests.find("PUT", "200")).isPresent();
        gets.reset();
        assertThat(requests.series()).hasSize(1);
        assertThat(gets.family()).isSameAs(requests.family());
    }

    @Test
    void seriesAreSortedByValuesInTheOrderOfTheirNames() {
        requests.withLabelValues("PUT", "200");
        requests.withLabelValues("GET", "500");
        requests.withLabelValues("GET", "200");
        requests.withLabelValues("\ud83d\ude00", "200");
        requests.withLabelValues("\uffff", "200");

        // "code" sorts before "method", and U+FFFF before the supplementary characters.
        assertThat(requests.series())
                .extracting(series -> series.labels().values())
                .containsExactly(
                        List.of("200", "GET"),
                        List.of("200", "PUT"),
                        List.of("200", "\uffff"),
                        List.of("200", "\ud83d\ude00"),
                        List.of("500", "GET"));
    }

    @Test
    void theFamilyStaysTheSameUntilASeriesIsBornOrDies() {
        requests.withLabelValues("GET", "200").inc();
        MetricFamily family = requests.family();
        requests.withLabelValues("GET", "200").inc();
        requests.deleteLabelValues("GET", "999");
        assertThat(requests.family()).isSameAs(family);

        requests.withLabelValues("GET", "404");
        MetricFamily larger = requests.family();
        assertThat(larger).isNotSameAs(family);
        assertThat(larger.metrics()).hasSize(2);

        requests.deleteLabelValues("GET", "404");
        assertThat(requests.family().metrics()).hasSize(1);
        assertThat(family.metrics()).hasSize(1);
    }

    @Test
    void lookingUpAllocatesNothing() {
        String method = new String("GET");
        String code = new String("200");
        requests.withLabelValues("GET", "200");

        assertThat(Allocation.bytes(
                        100_000, () -> requests.withLabelValues(method, code).inc()))
                .isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void lookingUpInACurriedViewAllocatesNothing(int free) {
        GaugeVec vec = GaugeVec.builder("g", "", names(4)).build();
        GaugeVec view = vec;
        for (int i = 3; i >= free; i--) {
            view = view.curryWith(Labels.of("label" + i, "v"));
        }
        GaugeVec last = view;
        Runnable lookUp =
                switch (free) {
                    case 1 -> () -> last.withLabelValues("v").inc();
                    case 2 -> () -> last.withLabelValues("v", "v").inc();
                    default -> () -> last.withLabelValues("v", "v", "v").inc();
                };

        assertThat(Allocation.bytes(100_000, lookUp)).isLessThan(1_000);
        assertThat(vec.withLabelValues("v", "v", "v", "v").value()).isEqualTo(300_000);
    }
}
