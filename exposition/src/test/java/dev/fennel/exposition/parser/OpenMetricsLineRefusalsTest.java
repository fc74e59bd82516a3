package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that are not OpenMetrics 1.0, and what is wrong where. */
class OpenMetricsLineRefusalsTest {
    @ParameterizedTest
    @MethodSource({"lines", "metadata", "exemplars"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.openMetrics().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("", "line 1, column 1: expected \"# EOF\", got end of input"),
                Arguments.of("# EOF\n\n", "line 2, column 1: expected end of input, got end of line"),
                Arguments.of("# EOF \n", "line 1, column 6: expected end of input, got \" \""),
                Arguments.of("# EOF\na 1\n", "line 2, column 1: expected end of input, got \"a\""),
                Arguments.of("a 1\n", "line 2, column 1: expected \"# EOF\", got end of input"),
                Arguments.of("\n# EOF\n", "line 1, column 1: expected a metric name, got end of line"),
                Arguments.of(
                        "# comment\n# EOF\n", "line 1, column 3: expected HELP, TYPE, UNIT or EOF, got \"comment\""),
                Arguments.of("#EOF\n", "line 1, column 2: expected \" \", got \"E\""),
                Arguments.of(" a 1\n# EOF\n", "line 1, column 1: expected a metric name, got \" \""),
                Arguments.of("a  1\n# EOF\n", "line 1, column 3: expected a number, got \" \""),
                Arguments.of("a 1 \n# EOF\n", "line 1, column 5: expected a timestamp or an exemplar, got end of line"),
                Arguments.of("a\t1\n# EOF\n", "line 1, column 2: expected \" \", got \"\\t\""),
                Arguments.of("a 1 NaN\n# EOF\n", "line 1, column 5: expected a timestamp in seconds, got \"NaN\""),
                Arguments.of("a 1 Inf\n# EOF\n", "line 1, column 5: expected a timestamp in seconds, got \"Inf\""),
                Arguments.of(
                        "a 1 1e20\n# EOF\n",
                        "line 1, column 5: expected a timestamp in seconds from -9.2e15 to 9.2e15, got \"1e20\""),
                Arguments.of("a{b=\"c\",} 1\n# EOF\n", "line 1, column 9: expected a label name, got \"}\""),
                Arguments.of("a{b=\"c\"}1\n# EOF\n", "line 1, column 9: expected \" \", got \"1\""),
                Arguments.of("a {b=\"c\"} 1\n# EOF\n", "line 1, column 3: expected a number, got \"{b=\\\"c\\\"}\""),
                Arguments.of("a{ b=\"c\"} 1\n# EOF\n", "line 1, column 3: expected a label name, got \" \""),
                Arguments.of(
                        "{b=\"c\",\"a\"} 1\n# EOF\n", "line 1, column 8: expected a label with a value, got \"a\""),
                Arguments.of("a\\b 1\n# EOF\n", "line 1, column 2: expected \" \", got \"\\\\\""),
                Arguments.of("a{b=\"é😀\",c=d} 1\n# EOF\n", "line 1, column 12: expected \"\\\"\", got \"d\""));
    }

    static Stream<Arguments> metadata() {
        return Stream.of(
                Arguments.of("# TYPE a\n# EOF\n", "line 1, column 9: expected \" \", got end of line"),
                Arguments.of("# TYPE a Counter\n# EOF\n", "line 1, column 10: expected a metric type, got \"Counter\""),
                Arguments.of("# TYPE a untyped\n# EOF\n", "line 1, column 10: expected a metric type, got \"untyped\""),
                Arguments.of("# TYPE a gauge \n# EOF\n", "line 1, column 10: expected a metric type, got \"gauge \""),
                Arguments.of("# TYPE  a gauge\n# EOF\n", "line 1, column 8: expected a metric name, got \" \""),
                Arguments.of("# HELP a\n# EOF\n", "line 1, column 9: expected \" \", got end of line"),
                Arguments.of("# HELP a \n# HELP a x\n# EOF\n", "line 2, column 3: second HELP line for \"a\""),
                Arguments.of("# HELP a \"x\"\n# EOF\n", "line 1, column 10: expected end of line, got \"\\\"\""),
                Arguments.of("# TYPE a gauge\n# TYPE a gauge\n# EOF\n", "line 2, column 3: second TYPE line for \"a\""),
                Arguments.of("# UNIT a s\n# EOF\n", "line 1, column 3: expected a name that ends in \"_s\", got \"a\""),
                Arguments.of("# UNIT a_s s\n# UNIT a_s s\n# EOF\n", "line 2, column 3: second UNIT line for \"a_s\""),
                Arguments.of(
                        "# TYPE a_s info\n# UNIT a_s s\n# EOF\n",
                        "line 2, column 3: expected no unit for a metric of type info, got \"s\""),
                Arguments.of(
                        "# UNIT a_s s\n# TYPE a_s stateset\n# EOF\n",
                        "line 2, column 3: expected no unit for a metric of type stateset, got \"s\""),
                Arguments.of(
                        "a 1\n# TYPE a gauge\n# EOF\n",
                        "line 2, column 3: expected the TYPE line of \"a\" before its samples"),
                Arguments.of(
                        "# TYPE \"a b\" gauge\n{\"a b\",c=\"d\"} 1\n{\"a b\",c=\"d\"} 1\n# EOF\n",
                        "line 3, column 2: duplicate sample \"a b\""),
                Arguments.of("# TYPE \"\" gauge\n# EOF\n", "line 1, column 8: expected a metric name, got \"\""),
                Arguments.of(
                        "# TYPE a b gauge\n# EOF\n", "line 1, column 10: expected a metric type, got \"b gauge\""));
    }

    static Stream<Arguments> exemplars() {
        return Stream.of(
                Arguments.of(
                        "# TYPE a counter\na_total 1 #\n# EOF\n", "line 2, column 12: expected \" \", got end of line"),
                Arguments.of(
                        "# TYPE a counter\na_total 1 #{} 1\n# EOF\n", "line 2, column 12: expected \" \", got \"{\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {}1\n# EOF\n", "line 2, column 15: expected \" \", got \"1\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {} \n# EOF\n",
                        "line 2, column 16: expected a number, got end of line"),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {} 1 \n# EOF\n",
                        "line 2, column 18: expected a timestamp, got end of line"),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {} 1 1 \n# EOF\n",
                        "line 2, column 19: expected end of line, got \" \""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {} x\n# EOF\n",
                        "line 2, column 16: expected a number, got \"x\""),
                Arguments.of(
                        "# TYPE a counter\na_created 1 # {t=\"x\"} 1\n# EOF\n",
                        "line 2, column 13: expected an exemplar on counters and buckets alone, got one on "
                                + "\"a_created\""),
                Arguments.of(
                        "# TYPE a gauge\na 1 # {t=\"x\"} 1\n# EOF\n",
                        "line 2, column 5: expected an exemplar on counters and buckets alone, got one on \"a\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {t=\"x\",t=\"y\"} 1\n# EOF\n",
                        "line 2, column 20: duplicate label name \"t\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {\"t\"} 1\n# EOF\n",
                        "line 2, column 17: expected \"=\", got \"}\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 # {t=\"x\"} 1 NaN\n# EOF\n",
                        "line 2, column 23: expected a timestamp in seconds, got \"NaN\""));
    }
}
