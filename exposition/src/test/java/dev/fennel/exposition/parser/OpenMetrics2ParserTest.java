package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Families;
import dev.fennel.exposition.Format;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenMetrics 2.0 allows, and what it is read as. */
class OpenMetrics2ParserTest {
    private static List<MetricFamily> parse(String lines) {
        return TextParser.openMetrics2().parse(lines + "\n# EOF\n");
    }

    /** The samples as they are written again. */
    private static List<String> again(String lines) {
        Format format = Format.OPENMETRICS_2_0.withEscaping(EscapingScheme.ALLOW_UTF_8);
        String text = Families.encode(format.newEncoder(), parse(lines));
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    @ParameterizedTest
    @MethodSource("dev.fennel.exposition.OpenMetrics2GrammarTest#accepted")
    void whatTheGrammarHasIsRead(String lines) {
        long samples = Stream.of(lines.split("\n"))
                .filter(line -> !line.startsWith("# "))
                .count();

        assertThat(parse(lines)).hasSize((int) samples);
        assertThat(TextParser.openMetrics2().parse(lines + "\n# EOF")).hasSize((int) samples);
    }

    @ParameterizedTest
    @MethodSource("dev.fennel.exposition.OpenMetrics2GrammarTest#refused")
    void whatTheGrammarLacksIsRefused(String lines) {
        for (String type : List.of("unknown", "gauge", "histogram", "gaugehistogram", "summary", "counter")) {
            assertThatThrownBy(() -> parse("# TYPE a " + type + "\n" + lines)).isInstanceOf(TextParseException.class);
        }
        assertThatThrownBy(() -> parse(lines)).isInstanceOf(TextParseException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "counter | COUNTER | a 1",
                "gauge | GAUGE | a 1",
                "unknown | UNTYPED | a 1",
                "stateset | STATE_SET | a{a=\"on\"} 1",
                "summary | SUMMARY | a {count:1,sum:1,quantile:[]}",
                "histogram | HISTOGRAM | a {count:1,sum:1,bucket:[+Inf:1]}",
                "gaugehistogram | HISTOGRAM | a {gcount:1,gsum:1,bucket:[+Inf:1]}"
            })
    void familiesHaveTheTypesOfTheModelAndTheirOwnNames(String text, MetricType type, String sample) {
        MetricFamily family = parse("# TYPE a " + text + "\n" + sample).get(0);

        assertThat(family.type()).isEqualTo(type);
        assertThat(family.name()).isEqualTo("a");
        assertThat(family.metrics().get(0).desc().name()).isEqualTo("a");
    }

    @Test
    void infoKeepsItsName() {
        assertThat(parse("# TYPE a_info info\na_info{b=\"c\"} 1").get(0).quoted())
                .isEqualTo("info \"a_info\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gauge | a_s | s",
                "counter | a_s_total | s",
                "counter | a_total | total",
                "gauge | a | seconds",
                "gauge | a | 9:"
            })
    void familyHasTheUnitThatIsGiven(String type, String name, String unit) {
        MetricFamily family = parse(
                        "# TYPE " + name + " " + type + "\n# UNIT " + name + " " + unit + "\n" + name + " 1")
                .get(0);

        assertThat(family.unit()).isEqualTo(unit);
        assertThat(family.metrics().get(0).desc().unit()).isIn("", unit);
    }

    @Test
    void familyWithoutMetricsIsLeftOut() {
        assertThat(parse("# TYPE a gauge\n# TYPE b gauge\nb 1\n# HELP c d")).hasSize(1);
    }

    static Stream<Arguments> readings() {
        String start = "# TYPE a histogram\na {count:3,sum:1,";
        return Stream.of(
                Arguments.of("a 1 1\na 2 2.5\na{b=\"c\"} 1", "a 1.0 1\na 2.0 2.5\na{b=\"c\"} 1.0"),
                Arguments.of("a 1 1e3\nb 1 -1.0005", "a 1.0 1000\nb 1.0 -1"),
                Arguments.of("# TYPE a counter\na 1 st@1e-3", "a 1.0 st@0.001"),
                Arguments.of("# TYPE a counter\na 1 # {} 1 1 # {} 2 2", "a 1.0 # {} 2.0 2"),
                Arguments.of("# TYPE a counter\na 1 # {b=\"" + "c".repeat(128) + "\"} 1 1", "a 1.0"),
                // The last exemplar of a bucket stays, and they are in the order of the buckets.
                Arguments.of(
                        start + "bucket:[1:1,2:2,+Inf:3]} # {} 9 1 # {} 0.5 2 # {} 0.6 3",
                        "a {count:3,sum:1,bucket:[1:1,2:2,+Inf:3]} # {} 0.6 3 # {} 9.0 1"),
                // Native buckets keep all, in the order of their values.
                Arguments.of(
                        start + "schema:0,zero_threshold:0,zero_count:3} # {} 9 1 # {} 0.5 2 # {} 0.5 1",
                        "a {count:3,sum:1,schema:0,zero_threshold:0,zero_count:3} # {} 0.5 2 # {} 0.5 1 # {} 9.0 1"),
                Arguments.of(
                        start + "schema:+1,zero_threshold:1e-3,zero_count:1,positive_spans:[-01:3,+2:1],"
                                + "positive_buckets:[1,0,0,1.0]}",
                        "a {count:3,sum:1,schema:1,zero_threshold:0.001,zero_count:1,"
                                + "positive_spans:[-1:1,4:1],positive_buckets:[1,1]}"),
                Arguments.of(
                        start + "schema:1,zero_threshold:0,zero_count:3,bucket:[+Inf:3]}",
                        "a {count:3,sum:1,schema:1,zero_threshold:0,zero_count:3}"),
                Arguments.of(
                        "# TYPE a histogram\na {count:4,sum:nan,schema:1,zero_threshold:0,zero_count:3}",
                        "a {count:4,sum:NaN,schema:1,zero_threshold:0,zero_count:3}"),
                Arguments.of(
                        "# TYPE a gaugehistogram\na {gcount:3,gsum:-1,bucket:[1:1e0,+Inf:3.]} 4",
                        "a {count:3,sum:-1,bucket:[1:1,+Inf:3]} 4"),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\",b=\"1\"} 1\na{a=\"x\",b=\"2\"} 0\na{a=\"y\",b=\"1\"} 0",
                        "a{a=\"x\",b=\"1\"} 1.0\na{a=\"x\",b=\"2\"} 0.0\na{a=\"y\",b=\"1\"} 0.0"),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\"} 1 1\na{a=\"x\"} 0 2\na{a=\"y\"} 0 1\na{a=\"y\"} 1 2",
                        "a{a=\"x\"} 1.0 1\na{a=\"x\"} 0.0 2\na{a=\"y\"} 0.0 1\na{a=\"y\"} 1.0 2"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void isReadAs(String lines, String samples) {
        assertThat(again(lines)).containsExactly(samples.split("\n"));
    }
}
