package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are in the grammar of OpenMetrics 2.0 or close to it, and the errors for them. */
class OpenMetrics2RefusalsTest {
    @ParameterizedTest
    @MethodSource({"families", "lines", "histograms", "nativeHistograms", "summaries"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.openMetrics2().parse(text + "\n# EOF\n"))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> families() {
        return Refusals.table("""
                a 1⏎b 1⏎a 1 | 3:1 | expected the lines of a family together, got "a" again
                # TYPE a gauge⏎# TYPE b gauge⏎a 1 | 3:1 | expected the lines of a family together, got "a" again
                a 1⏎# HELP a b | 2:3 | expected the HELP line of "a" before its samples
                # TYPE a gauge⏎# TYPE a gauge⏎a 1 | 2:3 | second TYPE line for "a"
                # UNIT a ⏎# UNIT a b⏎a 1 | 2:3 | second UNIT line for "a"
                # TYPE a untyped | 1:10 | expected a metric type, got "untyped"
                # TYPE a info⏎a 1 | 1:10 | expected another type than info for a name that does not end in "_info", \
                got "info"
                # TYPE a_info info⏎# UNIT a_info s | 2:3 | expected no unit for a metric of type info, got "s"
                # UNIT a s⏎# TYPE a stateset | 2:3 | expected no unit for a metric of type stateset, got "s"
                # UNIT a m/s | 1:10 | expected a unit of letters, digits, underscores and colons, got "m/s"
                # UNIT a m s | 1:11 | expected end of line, got " "
                # a comment | 1:3 | expected HELP, TYPE, UNIT or EOF, got "a"
                a{x="1"} 1⏎a{x="2"} 1⏎a{x="1"} 1 1 | \
                3:1 | expected the samples of a metric together, got more of "a" {x="1"}
                a 1⏎a 1 | 2:1 | duplicate sample "a"
                a 1 1⏎a 2 1 | 2:1 | duplicate sample "a"
                a 1 2⏎a 2 1 | 2:1 | expected timestamps of a metric that increase, got 1000 ms after 2000 ms
                a 1 1⏎a 2 | 2:1 | expected all samples of a metric to have a timestamp, or none
                """);
    }

    static Stream<Arguments> lines() {
        return Refusals.table("""
                # TYPE a counter⏎a -1 | 2:3 | expected a number of 0 or more, got "-1"
                # TYPE a counter⏎a NaN | 2:3 | expected a number of 0 or more, got "NaN"
                # TYPE a counter⏎a 1 st@1 2 | 2:10 | expected "# ", got "2"
                # TYPE a counter⏎a 1 x | 2:5 | expected a timestamp in seconds, got "x"
                # TYPE a counter⏎a 1 st@ | 2:8 | expected a timestamp, got end of line
                # TYPE a counter⏎a 1 start | 2:5 | expected "st@", got "s"
                # TYPE a counter⏎a 1 # {} 1 | 2:11 | expected " ", got end of line
                # TYPE a counter⏎a 1 # {} 1 1 st@1 | 2:14 | expected "# ", got "s"
                a 1 st@1 | 1:5 | expected no start of a metric of type unknown, got "s"
                # TYPE a gauge⏎a 1 # {} 1 1 | 2:5 | expected no exemplar of a metric of type gauge, got "#"
                # TYPE a stateset⏎a{b="c"} 1 | 2:1 | expected a label "a" of "a", got none
                # TYPE a stateset⏎a{a="c"} 2 | 2:10 | expected 0 or 1 as the value of a state, got "2"
                # TYPE a_info info⏎a_info 2 | 2:8 | expected 1 as the value of an info, got "2"
                # TYPE _info info⏎_info 1 | 2:1 | info "_info": expected a name that ends in "_info"
                a{__name__="c"} 1 | 1:3 | label name "__name__" is reserved
                a{b="c",b="d"} 1 | 1:9 | duplicate label name "b"
                a 1e999 | 1:3 | expected a number in the range of a double, got "1e999"
                a 1 9.3e15 | 1:5 | expected a timestamp in seconds from -9.223372036854776E15 to 9.223372036854776E15, got "9.3e15"
                a {count:1,sum:1,quantile:[]} | 1:3 | expected a number, got "{count:1,sum:1,quantile:[]}"
                # TYPE a histogram⏎a 1 | 2:3 | expected "{count:", got "1"
                """);
    }

    static Stream<Arguments> histograms() {
        return Refusals.table("""
                # TYPE a histogram⏎a {gcount:1,gsum:1,bucket:[+Inf:1]} | 2:3 | expected "{count:", got "{"
                # TYPE a histogram⏎a {count:1,sum:1} | 2:17 | expected ",schema:" or ",bucket:[", got "}"
                # TYPE a histogram⏎a {count:1,sum:1,bucket:[]} | \
                2:26 | expected an upper bound, the last of which is "+Inf", got ""
                # TYPE a histogram⏎a {count:1,sum:1,bucket:[1:1]} | \
                2:29 | expected another bucket, the last of which is "+Inf", got "]"
                # TYPE a histogram⏎a {count:1,sum:1,bucket:[Inf:1]} | \
                2:26 | expected an upper bound, the last of which is "+Inf", got "Inf"
                # TYPE a histogram⏎a {count:1,sum:1,bucket:[+Inf:1,2:1]} | \
                2:33 | expected an upper bound above Infinity, got "2"
                # TYPE a histogram⏎a {count:2,sum:1,bucket:[1:2,2:1,+Inf:2]} | \
                2:32 | expected a cumulative count of at least 2, got "1"
                # TYPE a histogram⏎a {count:2,sum:1,bucket:[1:3,+Inf:2]} | \
                2:28 | expected no more than the count of 2, got "3"
                # TYPE a histogram⏎a {count:2,sum:1,bucket:[+Inf:1]} | 2:31 | expected the count of 2, got "1"
                # TYPE a histogram⏎a {count:1.5,sum:1,bucket:[+Inf:1.5]} | \
                2:10 | expected a whole number from 0 to 9223372036854775807, got "1.5"
                # TYPE a gaugehistogram⏎a {gcount:-1,gsum:1,bucket:[+Inf:-1]} | \
                2:11 | expected a whole number from 0 to 9223372036854775807, got "-1"
                # TYPE a gaugehistogram⏎a {gcount:1,gsum:1,bucket:[+Inf:1]} st@1 | \
                2:37 | expected no start of a metric of type gaugehistogram, got "s"
                # TYPE a histogram⏎a{le="1"} {count:1,sum:1,bucket:[+Inf:1]} | \
                2:1 | histogram "a": label "le" is reserved for the format of a histogram
                """);
    }

    static Stream<Arguments> nativeHistograms() {
        String start = "# TYPE a histogram⏎a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:0,";
        return Refusals.table("""
                # TYPE a histogram⏎a {count:1,sum:1,schema:9,zero_threshold:0,zero_count:1} | \
                2:25 | expected a schema from -4 to 8, got "9"
                # TYPE a histogram⏎a {count:1,sum:1,schema:0,zero_threshold:-1,zero_count:1} | \
                2:42 | expected a zero threshold of 0 or more, got "-1"
                # TYPE a histogram⏎a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:2} | \
                2:1 | histogram "a": expected all buckets together to have no more than the count of 1 observations, got 2
                START positive_spans:[0:2],positive_buckets:[1]} | \
                2:97 | expected a bucket for each place of the spans, got "]"
                START positive_spans:[0:1],positive_buckets:[1,0]} | \
                2:98 | expected no more buckets than the spans have places, got "0"
                START positive_spans:[0:2000000000],positive_buckets:[1]} | \
                2:106 | expected a bucket for each place of the spans, got "]"
                START positive_spans:[2147483647:2],positive_buckets:[1,1]} | \
                2:73 | expected a span whose last bucket has a key of 32 bits, got "2147483647"
                START positive_spans:[0:1,-1:1],positive_buckets:[1,0]} | \
                2:77 | expected an integer from 0 to 2147483647, got "-1"
                START positive_spans:[2147483648:1],positive_buckets:[1]} | \
                2:73 | expected an integer of 32 bits, got "2147483648"
                START negative_spans:[0:1],positive_buckets:[1]} | 2:76 | expected "],negative_buckets:[", got "]"
                START positive_spans:[0:1],positive_buckets:[-1]} | \
                2:96 | expected a whole number from 0 to 9223372036854775807, got "-1"
                """.replace("START ", start));
    }

    static Stream<Arguments> summaries() {
        return Refusals.table("""
                # TYPE a summary⏎a {count:1,sum:1} | 2:17 | expected ",quantile:[", got "}"
                # TYPE a summary⏎a {count:1,sum:-1,quantile:[]} | 2:16 | expected a sum of 0 or more, got "-1"
                # TYPE a summary⏎a {count:1,sum:NaN,quantile:[]} | 2:16 | expected a sum of 0 or more, got "NaN"
                # TYPE a summary⏎a {count:1,sum:1,quantile:[1.5:1]} | 2:28 | expected a quantile from 0 to 1, got "1.5"
                # TYPE a summary⏎a {count:1,sum:1,quantile:[0.5:1,0.5:2]} | \
                2:34 | expected a quantile above 0.5, got "0.5"
                # TYPE a summary⏎a {count:1,sum:1,quantile:[0.5:-1]} | \
                2:32 | expected the value of a quantile, 0 or more, got "-1"
                # TYPE a summary⏎a {count:1,sum:1,quantile:[]} # {} 1 1 | \
                2:31 | expected no exemplar of a metric of type summary, got "#"
                # TYPE a summary⏎a{quantile="1"} {count:1,sum:1,quantile:[]} | \
                2:1 | summary "a": label "quantile" is reserved for the format of a summary
                """);
    }
}
