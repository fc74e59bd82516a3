package dev.fennel.exposition.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard rules one by one: what each finds, and what it must leave alone. */
class StandardRulesTest {
    private static List<String> problems(MetricFamily family) {
        List<Problem> problems = Linter.standard().lint(List.of(family));
        assertThat(problems).allMatch(problem -> problem.metric().equals(family.name()));
        return problems.stream().map(Problem::text).toList();
    }

    private static List<String> problems(MetricType type, String name) {
        return problems(new MetricFamily(type, name, "Help.", "", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t "})
    void helpIsMissing(String help) {
        assertThat(problems(new MetricFamily(MetricType.GAUGE, "depth", help, "", List.of())))
                .containsExactly("no help text");
    }

    @ParameterizedTest
    @CsvSource({
        "x_milliamperes, amperes, milliamperes",
        "x_gigabytes, bytes, gigabytes",
        "x_mebibytes, bytes, mebibytes",
        "x_kilograms, grams, kilograms",
        "x_nanocelsius, celsius, nanocelsius",
        "x_kilometers, meters, kilometers",
        "x_picometers, meters, picometers",
        "x_microseconds, seconds, microseconds",
        "x_minutes, seconds, minutes",
        "x_hours, seconds, hours",
        "x_days, seconds, days",
        "x_weeks, seconds, weeks",
        "x_kelvins, kelvin, kelvins",
        "thermometers_fahrenheit, celsius, fahrenheit",
        "thermometers_rankine, celsius, rankine",
        "x_inches, meters, inches",
        "x_yards, meters, yards",
        "x_miles, meters, miles",
        "x_kilobits_sent, bytes, kilobits",
        "x_calories, joules, calories",
        "x_pounds, grams, pounds",
        "ounces, grams, ounces",
        "hours_or_minutes, seconds, hours"
    })
    void unitIsNotABaseUnit(String name, String base, String unit) {
        assertThat(problems(MetricType.GAUGE, name))
                .containsExactly("use base unit \"" + base + "\" instead of \"" + unit + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x_amperes",
                "x_bytes",
                "x_celsius",
                "x_grams",
                "x_joules",
                "x_kelvin",
                "x_meters",
                "x_metres",
                "x_moles",
                "x_seconds",
                "x_volts",
                "thermometers_total",
                "x_MILLISECONDS",
                "x_mibibytes",
                "nano",
                "seconds_minutes"
            })
    void unitIsFineOrNotKnown(String name) {
        assertThat(problems(MetricType.UNTYPED, name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory_s", "memory_ms", "memory_us", "memory_ns", "memory_sec", "memory_b", "memory_kb", "memory_mb",
                "memory_gb", "memory_tb", "memory_pb", "memory_m", "memory_h", "memory_d", "memory_kb_free", "memory_GB"
            })
    void unitIsAbbreviated(String name) {
        assertThat(problems(MetricType.GAUGE, name))
                .containsExactly("metric names should not contain abbreviated units");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "s_lot", "memory_kbs", "news"})
    void wordIsNoAbbreviatedUnit(String name) {
        assertThat(problems(MetricType.GAUGE, name)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = MetricType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COUNTER", "UNTYPED"})
    void onlyCountersEndInTotal(MetricType type) {
        assertThat(problems(type, "x_total")).containsExactly("non-counter metrics should not have \"_total\" suffix");
        assertThat(problems(type, "x")).isEmpty();
        assertThat(problems(MetricType.COUNTER, "x")).containsExactly("counter metrics should have \"_total\" suffix");
        assertThat(problems(MetricType.COUNTER, "x_total")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, x_bucket, non-histogram metrics should not have \"_bucket\" suffix",
        "GAUGE, x_count, non-histogram and non-summary metrics should not have \"_count\" suffix",
        "GAUGE, x_sum, non-histogram and non-summary metrics should not have \"_sum\" suffix",
        "INFO, x_count, non-histogram and non-summary metrics should not have \"_count\" suffix",
        "SUMMARY, x_bucket, non-histogram metrics should not have \"_bucket\" suffix"
    })
    void suffixBelongsToAnotherType(MetricType type, String name, String problem) {
        assertThat(problems(type, name)).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "HISTOGRAM, x_bucket",
        "HISTOGRAM, x_count",
        "HISTOGRAM, x_sum",
        "SUMMARY, x_count",
        "SUMMARY, x_sum",
        "UNTYPED, x_bucket",
        "UNTYPED, x_count",
        "UNTYPED, x_sum",
        "UNTYPED, x_total",
        "UNTYPED, x_untyped"
    })
    void suffixIsTheTypesOwnOrTheTypeIsNotKnown(MetricType type, String name) {
        assertThat(problems(type, name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gauge, le, non-histogram metrics should not have \"le\" label",
        "gauge, quantile, non-summary metrics should not have \"quantile\" label",
        "untyped, le,",
        "untyped, quantile,"
    })
    void labelBelongsToAnotherType(String type, String label, String problem) {
        Desc desc = type.equals("gauge") ? Desc.gauge("x", "Help.", label) : Desc.untyped("x", "Help.", label);
        assertThat(problems(new MetricFamily(desc, List.of(ConstMetric.of(desc, 1, "1")))))
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void histogramsAndSummariesHaveEachTheOthersLabel() {
        Desc histogram = Desc.histogram("x", "Help.", "quantile");
        ConstMetric observed = ConstMetric.histogram(histogram, 0, 0, Map.of(), "1");
        assertThat(problems(new MetricFamily(histogram, List.of(observed))))
                .containsExactly("non-summary metrics should not have \"quantile\" label");
        Desc summary = Desc.summary("x", "Help.", "le");
        ConstMetric summed = ConstMetric.summary(summary, 0, 0, Map.of(), "1");
        assertThat(problems(new MetricFamily(summary, List.of(summed))))
                .containsExactly("non-histogram metrics should not have \"le\" label");
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, memory_limit_bytes_gauge, gauge",
        "GAUGE, memory_limit_gauge_bytes, gauge",
        "COUNTER, requests_counter_total, counter",
        "SUMMARY, duration_seconds_summary, summary",
        "HISTOGRAM, duration_seconds_HISTOGRAM, histogram",
        "STATE_SET, feature_gauge, gauge",
        "INFO, a_gauge_info, gauge"
    })
    void typeIsInTheName(MetricType type, String name, String inName) {
        assertThat(problems(type, name)).containsExactly("metric name should not include type '" + inName + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "GAUGE, counter_resets_histogram",
        "COUNTER, gauges_total",
        "GAUGE, gauge",
        "INFO, build_info",
        "STATE_SET, a_stateset"
    })
    void anotherTypeOrAFreeWordIsInTheName(MetricType type, String name) {
        assertThat(problems(type, name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "request_duration::_seconds, metric names should not contain ':'",
        "requestDuration_seconds, metric names should be written in 'snake_case' not 'camelCase'"
    })
    void nameIsUnusual(String name, String problem) {
        assertThat(problems(MetricType.HISTOGRAM, name)).containsExactly(problem);
    }

    @Test
    void labelNameIsInCamelCase() {
        Desc desc = Desc.gauge("x", "Help.", "ok_name", "httpService");
        assertThat(problems(new MetricFamily(desc, List.of(ConstMetric.of(desc, 1, "", "")))))
                .containsExactly("label names should be written in 'snake_case' not 'camelCase'");
    }

    @Test
    void metricIsNotUnique() {
        Desc desc = Desc.gauge("x", "Help.", "a");
        ConstMetric one = ConstMetric.of(desc, 1, "same");
        ConstMetric other = ConstMetric.of(desc, 2, "other");
        ConstMetric later = one.withTimestamp(Instant.ofEpochSecond(5));
        assertThat(problems(new MetricFamily(desc, List.of(one, other, one)))).containsExactly("metric not unique");
        assertThat(problems(new MetricFamily(desc, List.of(one, later)))).containsExactly("metric not unique");
        assertThat(problems(new MetricFamily(desc, List.of(one, other)))).isEmpty();
    }
}
