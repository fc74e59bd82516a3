package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that are not OpenMetrics 1.0 together, and what is wrong where. */
class OpenMetricsRefusalsTest {
    @ParameterizedTest
    @MethodSource({"families", "histograms", "summaries", "infosAndStates"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.openMetrics().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(
                        "a 1\nb 1\na 1\n# EOF\n",
                        "line 3, column 1: expected the lines of a family together and no name in two, got "
                                + "\"a\" again"),
                Arguments.of(
                        "a{x=\"1\"} 1\na{x=\"2\"} 1\na{x=\"1\"} 1\n# EOF\n",
                        "line 3, column 1: expected the samples of a metric together, got more of \"a\" {x=\"1\"}"),
                Arguments.of("a 1\na 1\n# EOF\n", "line 2, column 1: duplicate sample \"a\""),
                Arguments.of("a 1 1\na 2 1\n# EOF\n", "line 2, column 1: duplicate sample \"a\""),
                Arguments.of(
                        "a 1 2\na 2 1\n# EOF\n",
                        "line 2, column 1: expected timestamps of a metric that increase, got 1000 ms after 2000 ms"),
                Arguments.of(
                        "a 1 1\na 2\n# EOF\n",
                        "line 2, column 1: expected all samples of a metric to have a timestamp, or none"),
                Arguments.of(
                        "a 1\na 2 1\n# EOF\n",
                        "line 2, column 1: expected all samples of a metric to have a timestamp, or none"),
                Arguments.of(
                        "# TYPE a counter\na 1\n# EOF\n",
                        "line 2, column 1: expected a sample called one of [a_total, a_created], got \"a\""),
                Arguments.of(
                        "# TYPE a counter\na_created 1\n# EOF\n",
                        "line 2, column 1: expected a sample \"a_total\", got only \"a_created\""),
                Arguments.of(
                        "# TYPE a counter\na_total -1\n# EOF\n",
                        "line 2, column 9: expected a number of 0 or more, got \"-1\""),
                Arguments.of(
                        "# TYPE a counter\na_total NaN\n# EOF\n",
                        "line 2, column 9: expected a number of 0 or more, got \"NaN\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1# {} 1\n# EOF\n",
                        "line 2, column 9: expected a number, got \"1#\""),
                Arguments.of(
                        "# TYPE a counter\na_total 1 2 3\n# EOF\n", "line 2, column 13: expected \"#\", got \"3\""),
                Arguments.of(
                        "# TYPE a counter\n# TYPE a_total gauge\na_total 1\n# EOF\n",
                        "line 2, column 8: expected the lines of a family together and no name in two, got "
                                + "\"a_total\" again"),
                Arguments.of(
                        "# TYPE a_total gauge\na_total 1\n# TYPE a counter\na_total 1\n# EOF\n",
                        "line 3, column 1: \"a_total\" is also a name of another family"));
    }

    static Stream<Arguments> histograms() {
        return Stream.of(
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 1\n# EOF\n",
                        "line 2, column 1: expected a bucket \"+Inf\", got buckets [1.0]"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 1 # {} 2\na_bucket{le=\"+Inf\"} 1\n# EOF\n",
                        "line 2, column 20: expected an exemplar within its bucket, got 2.0 in that up to \"1\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} "
                                + "1\n# EOF\n",
                        "line 3, column 13: expected an upper bound above 2.0, got \"1\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n# EOF\n",
                        "line 3, column 21: expected a cumulative count of at least 2, got \"1\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n# EOF\n",
                        "line 2, column 1: expected both sum and count or neither, got only the count"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\n# EOF\n",
                        "line 2, column 1: expected both sum and count or neither, got only the sum"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2\na_sum 1\n# EOF\n",
                        "line 2, column 1: expected the bucket \"+Inf\" to have the count of 2, got 1"),
                Arguments.of(
                        "# TYPE a histogram\na_count 1\na_sum 1\n# EOF\n",
                        "line 2, column 1: expected a bucket \"+Inf\", got buckets []"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket 1\n# EOF\n",
                        "line 2, column 1: expected a label \"le\" of \"a_bucket\", got none"),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"NaN\"} 1\n# EOF\n",
                        "line 2, column 13: expected an upper bound, got \"NaN\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_bucket{le=\"inf\"} 1\n# EOF\n",
                        "line 3, column 13: expected an upper bound above Infinity, got \"inf\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\na_created -\n# EOF\n",
                        "line 5, column 11: expected a number, got \"-\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"1\"} 1 # {} NaN\n# EOF\n",
                        "line 2, column 20: expected an exemplar within its bucket, got NaN in that up to \"1\""),
                Arguments.of(
                        "# TYPE a histogram\na_bucket{le=\"-Inf\"} 1 # {t=\"x\"} 1\n# EOF\n",
                        "line 2, column 23: expected an exemplar within its bucket, got 1.0 in that up to \"-Inf\""));
    }

    static Stream<Arguments> summaries() {
        return Stream.of(
                Arguments.of(
                        "# TYPE a summary\na_count 1.5\n# EOF\n",
                        "line 2, column 9: expected a whole number from 0 to 9223372036854775807, got \"1.5\""),
                Arguments.of(
                        "# TYPE a summary\na 1\n# EOF\n",
                        "line 2, column 1: expected a label \"quantile\" of \"a\", got none"),
                Arguments.of(
                        "# TYPE a summary\na_sum 1\na_sum 1\n# EOF\n", "line 3, column 1: duplicate sample \"a_sum\""),
                Arguments.of(
                        "# TYPE a summary\na{quantile=\"0.5\"} 1\na{quantile=\"0.50\"} 1\n# EOF\n",
                        "line 3, column 1: duplicate sample \"a\""),
                Arguments.of(
                        "# TYPE a summary\na{quantile=\"1.5\"} 1\n# EOF\n",
                        "line 2, column 12: expected a quantile from 0 to 1, got \"1.5\""),
                Arguments.of(
                        "# TYPE a summary\na_count{x=\"1\"} 1\na_count{x=\"2\"} 1\na_sum{x=\"1\"} 1\n# EOF\n",
                        "line 4, column 1: expected the samples of a metric together, got more of \"a\" {x=\"1\"}"));
    }

    static Stream<Arguments> infosAndStates() {
        return Stream.of(
                Arguments.of(
                        "# TYPE a info\na_info{x=\"1\"} 2\n# EOF\n",
                        "line 2, column 15: expected 1 as the value of an info, got \"2\""),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"x\"} 0\n# EOF\n",
                        "line 3, column 1: duplicate sample \"a\""),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"y\"} 1\na{a=\"x\"} 0\n# EOF\n",
                        "line 4, column 1: expected the samples of a metric together, got more of \"a\" {a=\"x\"}"),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\"} 1 2\na{a=\"y\"} 1 2\na{a=\"x\"} 0 1\n# EOF\n",
                        "line 4, column 1: expected timestamps of a metric that increase, got 1000 ms after 2000 ms"),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"y\"} 1\na{a=\"x\"} 0 1\n# EOF\n",
                        "line 4, column 1: expected all samples of a metric to have a timestamp, or none"),
                Arguments.of(
                        "# TYPE a stateset\na{a=\"x\"} 2\n# EOF\n",
                        "line 2, column 10: expected 0 or 1 as the value of a state, got \"2\""),
                Arguments.of(
                        "# TYPE a stateset\na{b=\"x\"} 1\n# EOF\n",
                        "line 2, column 1: expected a label \"a\" of \"a\", got none"));
    }
}
