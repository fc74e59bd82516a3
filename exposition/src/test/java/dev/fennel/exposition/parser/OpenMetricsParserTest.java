package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.Reading;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.testsupport.Written;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenMetrics 1.0 allows, and what it is read as. */
class OpenMetricsParserTest {
    private static Metric only(String text) {
        List<MetricFamily> families = TextParser.openMetrics().parse(text);
        assertThat(families).hasSize(1);
        assertThat(families.get(0).metrics()).hasSize(1);
        return families.get(0).metrics().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "counter,COUNTER,a_total,a_total 1",
        "gauge,GAUGE,a,a 1",
        "unknown,UNTYPED,a,a 1",
        "info,INFO,a_info,a_info 1",
        "summary,SUMMARY,a,a_count 1",
        "stateset,STATE_SET,a,'a{a=\"on\"} 1'",
        "histogram,HISTOGRAM,a,'a_bucket{le=\"+Inf\"} 1'",
        "gaugehistogram,HISTOGRAM,a,'a_bucket{le=\"+Inf\"} 1'"
    })
    void familiesHaveTheTypesAndNamesOfTheModel(String text, MetricType type, String name, String sample) {
        Metric metric = only("# TYPE a " + text + "\n" + sample + "\n# EOF\n");

        assertThat(metric.desc().type()).isEqualTo(type);
        assertThat(metric.desc().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("readings")
    void isReadAs(String text, String samples) {
        String written = Reading.OPENMETRICS.again(text);

        assertThat(written.lines().filter(line -> !line.startsWith("#"))).containsExactly(samples.split("\n"));
    }

    static Stream<Arguments> readings() {
        return Stream.of(
                Arguments.of("a 1\n# EOF", "a 1.0"),
                Arguments.of("a{} 1\n# EOF\n", "a 1.0"),
                Arguments.of("{\"a b\"} 1\n# EOF\n", "{\"a b\"} 1.0"),
                Arguments.of("a{b=\"\\x\\\\\\\"\\n\"} 1\n# EOF\n", "a{b=\"\\\\x\\\\\\\"\\n\"} 1.0"),
                Arguments.of("a 1 1\na 2 2.5\na{b=\"c\"} 1\n# EOF\n", "a 1.0 1.0\na 2.0 2.5\na{b=\"c\"} 1.0"),
                Arguments.of("a 1\nb 1\na_sum 1\n# EOF\n", "a 1.0\nb 1.0\na_sum 1.0"),
                // Observations may be negative, although the specification does not allow it.
                Arguments.of(
                        "# TYPE a summary\na{quantile=\"0.5\"} -1\na_sum -1\na_count 1\n# EOF\n",
                        "a{quantile=\"0.5\"} -1.0\na_sum -1.0\na_count 1"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"-1\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum -1\n"
                                + "# EOF\n",
                        "a_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum -1.0\na_count 1"),
                Arguments.of("# TYPE a counter\na_created 1 5\na_total 2 5\n# EOF\n", "a_total 2.0 5.0\na_created 1.0"),
                Arguments.of("# TYPE a counter\na_total 2 5\na_created 1\n# EOF\n", "a_total 2.0 5.0\na_created 1.0"),
                Arguments.of(
                        "# TYPE a stateset\na{b=\"1\",a=\"x\"} 1\na{a=\"x\",b=\"2\"} 0\na{b=\"1\",a=\"y\"} 0\n# EOF\n",
                        "a{a=\"x\",b=\"1\"} 1.0\na{a=\"x\",b=\"2\"} 0.0\na{a=\"y\",b=\"1\"} 0.0"),
                Arguments.of(
                        "# TYPE a summary\na_sum 1\na{quantile=\"0.9\"} 3\na{quantile=\"0.5\"} 2\n# EOF\n",
                        "a{quantile=\"0.5\"} 2.0\na{quantile=\"0.9\"} 3.0\na_sum 1.0"),
                Arguments.of(
                        "# TYPE a gaugehistogram\na_gcount 1\na_bucket{le=\"-1\"} 1\na_bucket{le=\"+Inf\"} 1\na_gsum -2"
                                + "\n# EOF\n",
                        "a_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum -2.0\na_count 1"));
    }

    @Test
    void metadataIsReadInAnyOrder() {
        MetricFamily family = TextParser.openMetrics()
                .parse("# UNIT a_s s\n# HELP a_s \\\"Help\\\"\\n\n# TYPE a_s counter\na_s_total 1\n# EOF\n")
                .get(0);

        assertThat(family.type()).isEqualTo(MetricType.COUNTER);
        assertThat(family.unit()).isEqualTo("s");
        assertThat(family.help()).isEqualTo("\"Help\"\n");
    }

    @Test
    void familiesWithoutMetricsAreLeftOut() {
        assertThat(TextParser.openMetrics().parse("# TYPE a gauge\n# TYPE b gauge\nb 1\n# EOF\n"))
                .extracting(MetricFamily::name)
                .containsExactly("b");
    }

    @Test
    void statesOfSeveralSetsMayBeMixed() {
        assertThat(labels("""
                        a{a="off",q="x"} 0
                        a{a="off",q="y"} 0
                        a{a="on",q="x"} 1
                        a{a="on",q="y"} 1
                        """)).containsExactly("off x", "off y", "on x", "on y");
    }

    @Test
    void statesComeAgainAtTheNextTime() {
        assertThat(labels("a{a=\"off\"} 0 1\na{a=\"on\"} 1 1\na{a=\"off\"} 1 2\na{a=\"on\"} 0 2\n"))
                .containsExactly("off", "on", "off", "on");
    }

    private static List<String> labels(String states) {
        return TextParser.openMetrics().parse("# TYPE a stateset\n" + states + "# EOF\n").get(0).metrics().stream()
                .map(state -> String.join(" ", state.labels().values()))
                .toList();
    }

    @Test
    void anExemplarMayLackLabelsAndTimestamp() {
        Metric metric = only("# TYPE a counter\na_total 1 # {} 0.5\n# EOF\n");

        assertThat(Written.by(metric).exemplars()).containsExactly(new Exemplar(Labels.EMPTY, 0.5, null));
    }

    @Test
    void theTimestampOfAnExemplarIsReadToTheNanosecond() {
        Metric metric = only("# TYPE a counter\na_total 1 # {t=\"x\"} 0.5 1604676851.123456789\n# EOF\n");

        Instant time = Instant.ofEpochSecond(1604676851L, 123456789);
        assertThat(Written.by(metric).exemplars()).containsExactly(new Exemplar(Labels.of("t", "x"), 0.5, time));
    }

    @Test
    void anExemplarMovesToTheLowestBucketOfItsValueThatHasNone() {
        Metric metric = only("""
                # TYPE a histogram
                a_bucket{le="1"} 1
                a_bucket{le="2"} 2 # {t="low"} 0.5
                a_bucket{le="3"} 3 # {t="own"} 2.5
                a_bucket{le="+Inf"} 4 # {t="lost"} 2.5
                # EOF
                """);

        assertThat(Written.by(metric).exemplars())
                .extracting(
                        exemplar -> exemplar == null ? "" : exemplar.labels().get("t"))
                .containsExactly("low", "", "own", "");
    }

    @Test
    void exemplarLabelsHaveAtMost128CodePoints() {
        String start = "# TYPE a counter\na_total 1 # {t=\"";
        String end = "\"} 1\n# EOF\n";
        Labels longest = Labels.of("t", "\uD83D\uDD25".repeat(127));

        assertThat(Written.by(only(start + longest.get("t") + end))
                        .exemplars()
                        .get(0)
                        .labels())
                .isEqualTo(longest);
        assertThatThrownBy(() -> only(start + "x".repeat(128) + end))
                .isInstanceOf(TextParseException.class)
                .hasMessageStartingWith("line 2, column 11: exemplar labels {t=\"xxx")
                .hasMessageEndingWith("have 129 code points, expected at most 128");
    }
}
