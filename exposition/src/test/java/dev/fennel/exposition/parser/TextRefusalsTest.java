package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not the text format 0.0.4, and where. */
class TextRefusalsTest {
    @ParameterizedTest
    @MethodSource({"histogramsAndSummaries", "metadata", "braces", "values"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.text().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> histogramsAndSummaries() {
        return Stream.of(
                Arguments.of(
                        "# TYPE a histogram\na 1\n",
                        "line 2, column 1: expected \"_bucket\", \"_sum\" or \"_count\" behind the name of a "
                                + "histogram, got \"a\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket 1\n",
                        "line 2, column 1: expected a label \"le\" of \"a_bucket\", got none"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"x\"} 1\n",
                        "line 2, column 13: expected a number, got \"x\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"NaN\"} 1\n",
                        "line 2, column 13: expected an upper bound, got \"NaN\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 1.5\n",
                        "line 2, column 18: expected a whole number from 0 to 9223372036854775807, got \"1.5\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} -1\n",
                        "line 2, column 18: expected a whole number from 0 to 9223372036854775807, got \"-1\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} NaN\n",
                        "line 2, column 18: expected a whole number from 0 to 9223372036854775807, got \"NaN\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 5\na_bucket{le=\"2\"} 4\n",
                        "line 2, column 1: histogram \"a\": expected cumulative counts that increase with the "
                                + "upper bounds, got {1.0=5, 2.0=4, Infinity=4}"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 5\na_bucket{le=\"1.0\"} 5\n",
                        "line 3, column 1: duplicate sample \"a_bucket\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 5\na_count 4\n",
                        "line 2, column 1: histogram \"a\": expected no bucket above the count 4 and +Inf equal "
                                + "to it, got {Infinity=5}"),
                Arguments.of("# TYPE a histogram\na_sum 5\na_sum 4\n", "line 3, column 1: duplicate sample \"a_sum\""),
                Arguments.of(
                        "# TYPE a histogram\na_sum{le=\"1\"} 5\n",
                        "line 2, column 1: histogram \"a\": label \"le\" is reserved for the format of a histogram"),
                Arguments.of(
                        "# TYPE a summary\na 5\n",
                        "line 2, column 1: expected a label \"quantile\" of \"a\", got none"),
                Arguments.of(
                        "# TYPE a summary\na{quantile=\"2\"} 5\n",
                        "line 2, column 12: expected a quantile from 0 to 1, got \"2\""),
                Arguments.of(
                        "# TYPE a summary\na_sum{quantile=\"2\"} 5\n",
                        "line 2, column 1: summary \"a\": label \"quantile\" is reserved for the format of a summary"),
                Arguments.of(
                        "# TYPE a summary\na_count 18446744073709551616\n",
                        "line 2, column 9: expected a whole number from 0 to 9223372036854775807, got "
                                + "\"18446744073709551616\""));
    }

    static Stream<Arguments> metadata() {
        return Stream.of(
                Arguments.of("# HELP 1a x\n", "line 1, column 8: expected a metric name, got \"1\""),
                Arguments.of(
                        "# HELP a\\x y\n", "line 1, column 9: expected a blank behind the metric name, got \"\\\\\""),
                Arguments.of(
                        "# HELP a \\x\n",
                        "line 1, column 11: expected \"\\\\\", \"n\" or \"\\\"\" after a backslash, got \"x\""),
                Arguments.of("# HELP a one\n# HELP a two\n", "line 2, column 8: second HELP line for \"a\""),
                Arguments.of("# TYPE a foo\n", "line 1, column 10: expected a metric type, got \"foo\""),
                Arguments.of(
                        "# TYPE a counter\n# TYPE a counter\n",
                        "line 2, column 8: second TYPE line for \"a\", or one behind its samples"),
                Arguments.of(
                        "a 1\n# TYPE a counter\n",
                        "line 2, column 8: second TYPE line for \"a\", or one behind its samples"),
                Arguments.of("# TYPE a counter x\n", "line 1, column 18: expected end of line, got \"x\""));
    }

    static Stream<Arguments> braces() {
        return Stream.of(
                Arguments.of("{} 1\n", "line 1, column 2: expected a metric name in quotes, got \"}\""),
                Arguments.of("a{\n", "line 1, column 3: expected a label name, got end of line"),
                Arguments.of("a{b\n", "line 1, column 4: expected \"=\", got end of line"),
                Arguments.of("a{b}\n", "line 1, column 4: expected \"=\", got \"}\""),
                Arguments.of("a{b=\n", "line 1, column 5: expected \"\\\"\", got end of line"),
                Arguments.of("a{b=c}\n", "line 1, column 5: expected \"\\\"\", got \"c\""),
                Arguments.of("a{b=\"c\n", "line 1, column 7: expected \"\\\"\", got end of line"),
                Arguments.of("a{b=\"c\"\n", "line 1, column 8: expected \",\" or \"}\", got end of line"),
                Arguments.of("a{b=\"c\"} \n", "line 1, column 10: expected a number, got end of line"),
                Arguments.of("a{,} 1\n", "line 1, column 3: expected a label name, got \",\""),
                Arguments.of("a{b=\"c\",,d=\"e\"} 1\n", "line 1, column 9: expected a label name, got \",\""),
                Arguments.of("a{b=\"c\" d=\"e\"} 1\n", "line 1, column 9: expected \",\" or \"}\", got \"d\""),
                Arguments.of("a{b:c=\"d\"} 1\n", "line 1, column 4: expected \"=\", got \":\""),
                Arguments.of("a{1=\"d\"} 1\n", "line 1, column 3: expected a label name, got \"1\""),
                Arguments.of("a{b=\"1\",b=\"2\"} 1\n", "line 1, column 9: duplicate label name \"b\""),
                Arguments.of("a{__name__=\"x\"} 1\n", "line 1, column 3: label name \"__name__\" is reserved"),
                Arguments.of("a{\"\"=\"x\"} 1\n", "line 1, column 3: expected a label name, got \"\""),
                Arguments.of(
                        "a{b=\"\\x\"} 1\n",
                        "line 1, column 7: expected \"\\\\\", \"n\" or \"\\\"\" after a backslash, got \"x\""),
                Arguments.of("{\"a\",\"b\"} 1\n", "line 1, column 9: expected \"=\", got \"}\""),
                Arguments.of("a{\"b\"} 1\n", "line 1, column 6: expected \"=\", got \"}\""),
                Arguments.of("{\"\"} 1\n", "line 1, column 2: expected a metric name, got \"\""),
                Arguments.of("{c=\"d\"} 1\n", "line 1, column 7: expected a metric name in quotes, got \"}\""));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(" 1\n", "line 1, column 2: expected a metric name, got \"1\""),
                Arguments.of("a\n", "line 1, column 2: expected a number, got end of line"),
                Arguments.of("a 1", "line 1, column 4: expected end of line, got end of input"),
                Arguments.of("a b\n", "line 1, column 3: expected a number, got \"b\""),
                Arguments.of("a 0x1p3\n", "line 1, column 3: expected a number, got \"0x1p3\""),
                Arguments.of("a 1_000\n", "line 1, column 3: expected a number, got \"1_000\""),
                Arguments.of(
                        "a 1e999\n", "line 1, column 3: expected a number in the range of a double, got \"1e999\""),
                Arguments.of("a 1 x\n", "line 1, column 5: expected an integer timestamp in milliseconds, got \"x\""),
                Arguments.of(
                        "a 1 1.5\n", "line 1, column 5: expected an integer timestamp in milliseconds, got \"1.5\""),
                Arguments.of(
                        "a 1 9223372036854775808\n",
                        "line 1, column 5: expected an integer timestamp in milliseconds of 64 bits, got "
                                + "\"9223372036854775808\""),
                Arguments.of("a 1 2 3\n", "line 1, column 7: expected end of line, got \"3\""));
    }
}
