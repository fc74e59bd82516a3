package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Reading;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the text format's samples become histograms and summaries. */
class TextParserGroupsTest {
    @ParameterizedTest
    @MethodSource({"histograms", "summaries", "otherFamilies"})
    void isReadAs(String text, String samples) {
        String written = Reading.TEXT.again(text);

        assertThat(written.lines().filter(line -> !line.startsWith("#"))).containsExactly(samples.split("\n"));
    }

    static Stream<Arguments> histograms() {
        String type = "# TYPE a histogram\n";
        String whole = "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 3\na_sum 4\na_count 3";
        return Stream.of(
                Arguments.of(type + whole + "\n", whole),
                Arguments.of(
                        type + "a_count 3\na_bucket{le=\"+inf\"} 3.0\nb 1\na_sum 4\na_bucket{le=\"01\"} 2e0\n",
                        whole + "\nb 1"),
                // The count is also that of the last bucket. Everything else that is missing stays away.
                Arguments.of(type + "a_bucket{le=\"1\"} 2\na_count 3\na_sum 4\n", whole),
                same(type, "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 3\na_sum 4"),
                same(type, "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 3"),
                same(type, "a_bucket{le=\"1\"} 2\na_sum 4"),
                same(type, "a_bucket{le=\"1\"} 2"),
                same(type, "a_bucket{le=\"+Inf\"} 3\na_count 3"),
                Arguments.of(type + "a_count 3\n", "a_bucket{le=\"+Inf\"} 3\na_count 3"),
                same(type, "a_sum 3"),
                same(type, "a_sum{x=\"1\"} 3 70"),
                Arguments.of(
                        type + "a_count{x=\"1\"} 1\na_count{x=\"2\"} 2\na_sum{x=\"2\"} 4\na_sum{x=\"1\"} 3\n", """
                        a_bucket{x="1",le="+Inf"} 1
                        a_sum{x="1"} 3
                        a_count{x="1"} 1
                        a_bucket{x="2",le="+Inf"} 2
                        a_sum{x="2"} 4
                        a_count{x="2"} 2"""),
                Arguments.of(type + "a_count 1 7\na_count 1 8\na_sum 1 7\na_sum 2 8\n", """
                        a_bucket{le="+Inf"} 1 7
                        a_sum 1 7
                        a_count 1 7
                        a_bucket{le="+Inf"} 1 8
                        a_sum 2 8
                        a_count 1 8"""),
                // The parts of one histogram have its last time, unless they come again at another one.
                Arguments.of(
                        type + "a_bucket{le=\"1\"} 2 7\na_bucket{le=\"+Inf\"} 3\na_sum 4 9\na_count 3 8\n",
                        "a_bucket{le=\"1\"} 2 8\na_bucket{le=\"+Inf\"} 3 8\na_sum 4 8\na_count 3 8"),
                Arguments.of(
                        type + "a_bucket{le=\"1\"} 1 7\na_bucket{le=\"1\"} 2 8\n",
                        "a_bucket{le=\"1\"} 1 7\na_bucket{le=\"1\"} 2 8"),
                Arguments.of(type + "a_count 9223372036854775807\n", """
                        a_bucket{le="+Inf"} 9.223372036854776e+18
                        a_count 9.223372036854776e+18"""));
    }

    /** Samples that are written as they were read. */
    private static Arguments same(String type, String samples) {
        return Arguments.of(type + samples + "\n", samples);
    }

    static Stream<Arguments> summaries() {
        String type = "# TYPE a summary\n";
        String whole = "a{quantile=\"0.5\"} 1\na{quantile=\"1\"} NaN\na_sum 2\na_count 3";
        return Stream.of(
                Arguments.of(type + whole + "\n", whole),
                Arguments.of(
                        type + "a_count 3\na{quantile=\"1.\"} nan\nb 1\na_sum 2\na{quantile=\".5\"} 1\n",
                        whole + "\nb 1"),
                same(type, "a{quantile=\"0.5\"} 1"),
                same(type, "a_sum 2"),
                same(type, "a_count 3"),
                same(type, "a{quantile=\"0.5\"} 1\na_sum 2"),
                same(type, "a_sum 2 7\na_count 3 7\na_sum 2 9\na_count 3 9"),
                Arguments.of(
                        type + "a_sum{x=\"1\"} 2 7\na{x=\"1\",quantile=\"1\"} 4 9\na_count{x=\"2\"} 3 8\n",
                        "a{x=\"1\",quantile=\"1\"} 4 9\na_sum{x=\"1\"} 2 9\na_count{x=\"2\"} 3 8"));
    }

    static Stream<Arguments> otherFamilies() {
        return Stream.of(
                Arguments.of("a_count 1\na_sum 2\n", "a_count 1\na_sum 2"),
                Arguments.of("# TYPE a gauge\na_count 1\na 2\n", "a 2\na_count 1"),
                Arguments.of("# TYPE a summary\na_bucket 1\n", "a_bucket 1"),
                // The family that has the name of a sample comes before the one that the sample could be a part of.
                Arguments.of("a_count 7\n# TYPE a summary\na_count{x=\"1\"} 8\n", "a_count 7\na_count{x=\"1\"} 8"),
                Arguments.of("_count 1\n_sum 2\n", "_count 1\n_sum 2"));
    }
}
