package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that OpenMetrics 1.0 does not allow together, and the errors for them. */
class OpenMetricsRefusalsTest {
    @ParameterizedTest
    @MethodSource({"families", "histograms", "summaries", "infosAndStates"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.openMetrics().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> families() {
        return Refusals.table("""
                a 1⏎b 1⏎a 1⏎# EOF⏎ | 3:1 | expected the lines of a family together and no name in two, got "a" again
                a{x="1"} 1⏎a{x="2"} 1⏎a{x="1"} 1⏎# EOF⏎ | \
                3:1 | expected the samples of a metric together, got more of "a" {x="1"}
                a 1⏎a 1⏎# EOF⏎ | 2:1 | duplicate sample "a"
                a 1 1⏎a 2 1⏎# EOF⏎ | 2:1 | duplicate sample "a"
                a 1 2⏎a 2 1⏎# EOF⏎ | 2:1 | expected timestamps of a metric that increase, got 1000 ms after 2000 ms
                a 1 1⏎a 2⏎# EOF⏎ | 2:1 | expected all samples of a metric to have a timestamp, or none
                a 1⏎a 2 1⏎# EOF⏎ | 2:1 | expected all samples of a metric to have a timestamp, or none
                # TYPE a counter⏎a 1⏎# EOF⏎ | 2:1 | expected a sample called one of [a_total, a_created], got "a"
                # TYPE a counter⏎a_created 1⏎# EOF⏎ | 2:1 | expected a sample "a_total", got only "a_created"
                # TYPE a counter⏎a_total -1⏎# EOF⏎ | 2:9 | expected a number of 0 or more, got "-1"
                # TYPE a counter⏎a_total NaN⏎# EOF⏎ | 2:9 | expected a number of 0 or more, got "NaN"
                # TYPE a counter⏎a_total 1# {} 1⏎# EOF⏎ | 2:9 | expected a number, got "1#"
                # TYPE a counter⏎a_total 1 2 3⏎# EOF⏎ | 2:13 | expected "#", got "3"
                # TYPE a counter⏎# TYPE a_total gauge⏎a_total 1⏎# EOF⏎ | \
                2:8 | expected the lines of a family together and no name in two, got "a_total" again
                # TYPE a_total gauge⏎a_total 1⏎# TYPE a counter⏎a_total 1⏎# EOF⏎ | \
                3:1 | "a_total" is also a name of another family
                """);
    }

    static Stream<Arguments> histograms() {
        return Refusals.table("""
                # TYPE a histogram⏎a_bucket{le="1"} 1⏎# EOF⏎ | 2:1 | expected a bucket "+Inf", got buckets up to 1.0
                # TYPE a histogram⏎a_bucket{le="1"} 1 # {} 2⏎a_bucket{le="+Inf"} 1⏎# EOF⏎ | \
                2:20 | expected an exemplar within its bucket, got 2.0 in that up to "1"
                # TYPE a histogram⏎a_bucket{le="2"} 1⏎a_bucket{le="1"} 1⏎a_bucket{le="+Inf"} 1⏎# EOF⏎ | \
                3:13 | expected an upper bound above 2.0, got "1"
                # TYPE a histogram⏎a_bucket{le="1"} 2⏎a_bucket{le="+Inf"} 1⏎# EOF⏎ | \
                3:21 | expected a cumulative count of at least 2, got "1"
                # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_count 1⏎# EOF⏎ | \
                3:1 | expected both sum and count or neither, got only the count
                # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_sum 1⏎# EOF⏎ | \
                3:1 | expected both sum and count or neither, got only the sum
                # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_count 2⏎a_sum 1⏎# EOF⏎ | \
                3:9 | expected the count of the bucket "+Inf", 1, got "2"
                # TYPE a histogram⏎a_count 1⏎a_sum 1⏎# EOF⏎ | 3:1 | expected a bucket "+Inf", got no buckets
                # TYPE a histogram⏎a_bucket 1⏎# EOF⏎ | 2:1 | expected a label "le" of "a_bucket", got none
                # TYPE a histogram⏎a_bucket{le="NaN"} 1⏎# EOF⏎ | 2:13 | expected an upper bound, got "NaN"
                # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_bucket{le="inf"} 1⏎# EOF⏎ | \
                3:13 | expected an upper bound above Infinity, got "inf"
                # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_sum 1⏎a_count 1⏎a_created -⏎# EOF⏎ | \
                5:11 | expected a number, got "-"
                # TYPE a histogram⏎a_bucket{le="1"} 1 # {} NaN⏎# EOF⏎ | \
                2:20 | expected an exemplar within its bucket, got NaN in that up to "1"
                # TYPE a histogram⏎a_bucket{le="-Inf"} 1 # {t="x"} 1⏎# EOF⏎ | \
                2:23 | expected an exemplar within its bucket, got 1.0 in that up to "-Inf"
                """);
    }

    static Stream<Arguments> summaries() {
        return Refusals.table("""
                # TYPE a summary⏎a_count 1.5⏎# EOF⏎ | \
                2:9 | expected a whole number from 0 to 9223372036854775807, got "1.5"
                # TYPE a summary⏎a 1⏎# EOF⏎ | 2:1 | expected a label "quantile" of "a", got none
                # TYPE a summary⏎a_sum 1⏎a_sum 1⏎# EOF⏎ | 3:1 | duplicate sample "a_sum"
                # TYPE a summary⏎a{quantile="0.5"} 1⏎a{quantile="0.50"} 1⏎# EOF⏎ | 3:1 | duplicate sample "a"
                # TYPE a summary⏎a{quantile="1.5"} 1⏎# EOF⏎ | 2:12 | expected a quantile from 0 to 1, got "1.5"
                # TYPE a summary⏎a_count{x="1"} 1⏎a_count{x="2"} 1⏎a_sum{x="1"} 1⏎# EOF⏎ | \
                4:1 | expected the samples of a metric together, got more of "a" {x="1"}
                """);
    }

    static Stream<Arguments> infosAndStates() {
        return Refusals.table("""
                # TYPE a info⏎a_info{x="1"} 2⏎# EOF⏎ | 2:15 | expected 1 as the value of an info, got "2"
                # TYPE a stateset⏎a{a="x"} 1⏎a{a="x"} 0⏎# EOF⏎ | 3:1 | duplicate sample "a"
                # TYPE a stateset⏎a{a="x"} 1⏎a{a="y"} 1⏎a{a="x"} 0⏎# EOF⏎ | \
                4:1 | expected the samples of a metric together, got more of "a" {a="x"}
                # TYPE a stateset⏎a{a="x"} 1 2⏎a{a="y"} 1 2⏎a{a="x"} 0 1⏎# EOF⏎ | \
                4:1 | expected timestamps of a metric that increase, got 1000 ms after 2000 ms
                # TYPE a stateset⏎a{a="x"} 1⏎a{a="y"} 1⏎a{a="x"} 0 1⏎# EOF⏎ | \
                4:1 | expected all samples of a metric to have a timestamp, or none
                # TYPE a stateset⏎a{a="x"} 2⏎# EOF⏎ | 2:10 | expected 0 or 1 as the value of a state, got "2"
                # TYPE a stateset⏎a{b="x"} 1⏎# EOF⏎ | 2:1 | expected a label "a" of "a", got none
                """);
    }
}
