package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescTest {
    private static final Desc DESC = Desc.counter("done_jobs_total", "Jobs done.", "queue", "outcome")
            .withConstLabels(Labels.of("zone", "eu"))
            .withUnit("jobs");

    @Test
    void tellsWhatItWasMadeOf() {
        assertThat(DESC.type()).isEqualTo(MetricType.COUNTER);
        assertThat(DESC.name()).isEqualTo("done_jobs_total");
        assertThat(DESC.help()).isEqualTo("Jobs done.");
        assertThat(DESC.unit()).isEqualTo("jobs");
        assertThat(DESC.constLabels()).isEqualTo(Labels.of("zone", "eu"));
        assertThat(DESC.variableLabels()).containsExactly("queue", "outcome");
        assertThat(DESC.withName("other_jobs_total").name()).isEqualTo("other_jobs_total");
        assertThat(DESC)
                .hasToString("Desc{counter name: \"done_jobs_total\", help: \"Jobs done.\", unit: \"jobs\", "
                        + "constLabels: {zone=\"eu\"}, variableLabels: [queue, outcome]}");
    }

    @ParameterizedTest
    @CsvSource({"'','',c,c", "a,'',c,a_c", "'',b,c,b_c", "a,b,c,a_b_c", "a,b,'',''"})
    void nameJoinsTheNonEmptyParts(String namespace, String subsystem, String name, String full) {
        assertThat(Desc.fullName(namespace, subsystem, name)).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A:b_1", "1", "with space", "größe", "a.b", "\ud83d\ude00"})
    void anyNonEmptyUnicodeIsAName(String name) {
        assertThat(Desc.gauge(name, "").name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud83d", "a\ude00b"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> Desc.gauge(name, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gauge \"" + name
                        + "\": invalid metric name, expected at least one character of valid Unicode");
    }

    static Stream<Arguments> badLabels() {
        return Stream.of(
                Arguments.of(
                        MetricType.GAUGE, "", "gauge \"m\": label name \"\" is empty, expected at least one character"),
                Arguments.of(
                        MetricType.GAUGE,
                        "__a",
                        "gauge \"m\": label name \"__a\" starts with \"__\", which is reserved"),
                Arguments.of(MetricType.GAUGE, "zone", "gauge \"m\": duplicate label name \"zone\""),
                Arguments.of(MetricType.GAUGE, "same", "gauge \"m\": duplicate label name \"same\""),
                Arguments.of(
                        MetricType.HISTOGRAM,
                        "le",
                        "histogram \"m\": label \"le\" is reserved for the format of a histogram"),
                Arguments.of(
                        MetricType.SUMMARY,
                        "quantile",
                        "summary \"m\": label \"quantile\" is reserved for the format of a summary"));
    }

    @ParameterizedTest
    @MethodSource("badLabels")
    void badVariableLabelsAreRefused(MetricType type, String label, String message) {
        assertThatThrownBy(() -> Desc.of(type, "m", "", "same", label).withConstLabels(Labels.of("zone", "eu")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void reservedConstLabelsAreRefused() {
        Desc histogram = Desc.histogram("m", "");

        assertThatThrownBy(() -> histogram.withConstLabels(Labels.of("le", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"le\" is reserved");
        assertThat(Desc.gauge("m", "", "le")
                        .withConstLabels(Labels.of("quantile", "1"))
                        .constLabels()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aMirroredOneMayHaveLabelsThatStartWithUnderscores() {
        Desc desc =
                Desc.mirrored(MetricType.GAUGE, "m_s", "h", "__5").withUnit("s").withName("n_s");

        assertThat(desc.labels("a")).isEqualTo(Labels.mirrored("__5", "a"));
        assertThatThrownBy(() -> Desc.mirrored(MetricType.GAUGE, "m", "h", "__name__"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gauge \"m\": label name \"__name__\" is reserved");
        assertThatThrownBy(() -> Desc.gauge("m", "h").withConstLabels(Labels.mirrored("__5", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gauge \"m\": label name \"__5\" starts with \"__\", which is reserved");
    }

    @Test
    void labelsAreConstAndVariableOnesTogether() {
        assertThat(DESC.labels("mail", "ok")).isEqualTo(Labels.of("outcome", "ok", "queue", "mail", "zone", "eu"));
    }

    @Test
    void aWrongNumberOfLabelValuesIsRefused() {
        assertThatThrownBy(() -> DESC.labels("mail"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter \"done_jobs_total\": expected 2 label values [queue, outcome], got 1 [mail]");
    }

    @Test
    void aNullLabelValueIsNamedByItsLabel() {
        Desc desc = Desc.counter("a_total", "", "method", "user_agent");
        Stream<ThrowingCallable> uses = Stream.of(
                () -> desc.labels("GET", null),
                () -> desc.checkLabelValues("GET", null),
                () -> ConstMetric.of(desc, 1, "GET", null));

        assertThat(uses).allSatisfy(use -> assertThatNullPointerException()
                .isThrownBy(use)
                .withMessage("counter \"a_total\": the value of label \"user_agent\" is null"));
    }

    @Test
    void identityIsNameAndConstLabelValues() {
        assertThat(DESC.sameIdentity(Desc.gauge("done_jobs_total", "x").withConstLabels(Labels.of("zone", "eu"))))
                .isTrue();
        assertThat(DESC.sameIdentity(DESC.withConstLabels(Labels.of("zone", "us"))))
                .isFalse();
        assertThat(DESC.sameIdentity(DESC.withName("other_jobs"))).isFalse();
    }

    @Test
    void dimensionsAreTypeHelpUnitAndLabelNames() {
        Desc other = Desc.counter("x_jobs", "Jobs done.", "outcome", "queue")
                .withConstLabels(Labels.of("zone", "us"))
                .withUnit("jobs");
        assertThat(DESC.sameDimensions(other)).isTrue();

        List<Desc> differing = List.of(
                DESC.withUnit(""),
                DESC.withConstLabels(Labels.EMPTY),
                Desc.counter("done_jobs_total", "Other.", "queue", "outcome")
                        .withConstLabels(Labels.of("zone", "eu"))
                        .withUnit("jobs"),
                Desc.counter("done_jobs_total", "Jobs done.", "queue")
                        .withConstLabels(Labels.of("zone", "eu"))
                        .withUnit("jobs"),
                Desc.untyped("done_jobs", "Jobs done.", "queue", "outcome")
                        .withConstLabels(Labels.of("zone", "eu"))
                        .withUnit("jobs"),
                Desc.counter("done_jobs_total", "Jobs done.", "queue", "zone")
                        .withConstLabels(Labels.of("outcome", "eu"))
                        .withUnit("jobs"));
        assertThat(differing).noneMatch(DESC::sameDimensions);
    }

    @Test
    void equalityIsOfEverything() {
        assertThat(DESC.withUnit("").withUnit("jobs")).isEqualTo(DESC).hasSameHashCodeAs(DESC);
        assertThat(DESC.withUnit("")).isNotEqualTo(DESC);
        assertThat(Desc.gauge("m", "", "a", "b")).isNotEqualTo(Desc.gauge("m", "", "b", "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, backup_seconds, seconds",
        "HISTOGRAM, backup_duration_seconds, duration_seconds",
        "SUMMARY, a.b_bytes, bytes",
        "UNTYPED, _bytes, bytes",
        "COUNTER, cpu_seconds_total, seconds",
        "COUNTER, cpu_seconds, seconds",
    })
    void aUnitIsTheEndOfTheName(MetricType type, String name, String unit) {
        assertThat(Desc.of(type, name, "").withUnit(unit).unit()).isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, backup_duration, seconds, _seconds",
        "GAUGE, backup_seconds_total, seconds, _seconds",
        "GAUGE, backupseconds, seconds, _seconds",
        "GAUGE, seconds, seconds, _seconds",
        "HISTOGRAM, backup_seconds_max, seconds, _seconds",
        "COUNTER, cpu_total, seconds, _seconds_total",
        "COUNTER, seconds_total, seconds, _seconds_total",
        "COUNTER, seconds_cpu, seconds, _seconds",
    })
    void aUnitThatTheNameDoesNotEndInIsRefused(MetricType type, String name, String unit, String end) {
        assertThatThrownBy(() -> Desc.of(type, name, "").withUnit(unit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(type + " \"" + name + "\": got the unit \"" + unit + "\", expected a name that ends in \""
                        + end + "\"");
    }

    @Test
    void aStateSetHasALabelOfItsName() {
        Desc desc = Desc.stateSet("job_phase", "", "job", "job_phase");

        assertThat(desc.withName("my_job_phase").variableLabels()).containsExactly("job", "my_job_phase");
        assertThat(Desc.gauge("x", "", "x").withName("y").variableLabels()).containsExactly("x");
        assertThatThrownBy(() -> Desc.stateSet("job_phase", "", "job", "phase"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stateset \"job_phase\": expected a label \"job_phase\" for the states, got [job, phase]");
    }

    @Test
    void anInfosNameEndsInInfo() {
        assertThat(Desc.info("os_info", "", "name").type()).isEqualTo(MetricType.INFO);
        assertThatThrownBy(() -> Desc.info("os", "", "name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("info \"os\": expected a name that ends in \"_info\"");
    }
}
