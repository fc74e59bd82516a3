package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are not in the format 0.0.4, and the errors for them. */
class TextRefusalsTest {
    @ParameterizedTest
    @MethodSource({"histogramsAndSummaries", "metadata", "braces", "values"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.text().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> histogramsAndSummaries() {
        return Refusals.table("""
                # TYPE a histogram⏎a 1⏎ | \
                2:1 | expected "_bucket", "_sum" or "_count" behind the name of a histogram, got "a"
                # TYPE a histogram⏎a_bucket 1⏎ | 2:1 | expected a label "le" of "a_bucket", got none
                # TYPE a histogram⏎a_bucket{le="x"} 1⏎ | 2:13 | expected a number, got "x"
                # TYPE a histogram⏎a_bucket{le="NaN"} 1⏎ | 2:13 | expected an upper bound, got "NaN"
                # TYPE a histogram⏎a_bucket{le="1"} 1.5⏎ | \
                2:18 | expected a whole number from 0 to 9223372036854775807, got "1.5"
                # TYPE a histogram⏎a_bucket{le="1"} -1⏎ | \
                2:18 | expected a whole number from 0 to 9223372036854775807, got "-1"
                # TYPE a histogram⏎a_bucket{le="1"} NaN⏎ | \
                2:18 | expected a whole number from 0 to 9223372036854775807, got "NaN"
                # TYPE a histogram⏎a_bucket{le="1"} 5⏎a_bucket{le="2"} 4⏎ | \
                2:1 | histogram "a": expected cumulative counts that increase with the upper bounds, \
                got {1.0=5, 2.0=4}
                # TYPE a histogram⏎a_bucket{le="1"} 5⏎a_bucket{le="1.0"} 5⏎ | 3:1 | duplicate sample "a_bucket"
                # TYPE a histogram⏎a_bucket{le="+Inf"} 5⏎a_count 4⏎ | \
                2:1 | histogram "a": expected no bucket above the count 4 and +Inf equal to it, got {Infinity=5}
                # TYPE a histogram⏎a_sum 5⏎a_sum 4⏎ | 3:1 | duplicate sample "a_sum"
                # TYPE a histogram⏎a_sum{le="1"} 5⏎ | \
                2:1 | histogram "a": label "le" is reserved for the format of a histogram
                # TYPE a summary⏎a 5⏎ | 2:1 | expected a label "quantile" of "a", got none
                # TYPE a summary⏎a{quantile="2"} 5⏎ | 2:12 | expected a quantile from 0 to 1, got "2"
                # TYPE a summary⏎a_sum{quantile="2"} 5⏎ | \
                2:1 | summary "a": label "quantile" is reserved for the format of a summary
                # TYPE a summary⏎a_count 18446744073709551616⏎ | \
                2:9 | expected a whole number from 0 to 9223372036854775807, got "18446744073709551616"
                """);
    }

    static Stream<Arguments> metadata() {
        return Refusals.table("""
                # HELP 1a x⏎ | 1:8 | expected a metric name, got "1"
                # HELP a\\x y⏎ | 1:9 | expected a blank behind the metric name, got "\\\\"
                # HELP a \\x⏎ | 1:11 | expected "\\\\", "n" or "\\"" after a backslash, got "x"
                # HELP a one⏎# HELP a two⏎ | 2:8 | second HELP line for "a"
                # TYPE a foo⏎ | 1:10 | expected a metric type, got "foo"
                # TYPE a counter⏎# TYPE a counter⏎ | 2:8 | second TYPE line for "a", or one behind its samples
                a 1⏎# TYPE a counter⏎ | 2:8 | second TYPE line for "a", or one behind its samples
                # TYPE a counter x⏎ | 1:18 | expected end of line, got "x"
                """);
    }

    static Stream<Arguments> braces() {
        return Refusals.table("""
                {} 1⏎ | 1:2 | expected a metric name in quotes, got "}"
                a{⏎ | 1:3 | expected a label name, got end of line
                a{b⏎ | 1:4 | expected "=", got end of line
                a{b}⏎ | 1:4 | expected "=", got "}"
                a{b=⏎ | 1:5 | expected "\\"", got end of line
                a{b=c}⏎ | 1:5 | expected "\\"", got "c"
                a{b="c⏎ | 1:7 | expected "\\"", got end of line
                a{b="c"⏎ | 1:8 | expected "," or "}", got end of line
                a{b="c"} ⏎ | 1:10 | expected a number, got end of line
                a{,} 1⏎ | 1:3 | expected a label name, got ","
                a{b="c",,d="e"} 1⏎ | 1:9 | expected a label name, got ","
                a{b="c" d="e"} 1⏎ | 1:9 | expected "," or "}", got "d"
                a{b:c="d"} 1⏎ | 1:4 | expected "=", got ":"
                a{1="d"} 1⏎ | 1:3 | expected a label name, got "1"
                a{b="1",b="2"} 1⏎ | 1:9 | duplicate label name "b"
                a{__name__="x"} 1⏎ | 1:3 | label name "__name__" is reserved
                a{""="x"} 1⏎ | 1:3 | expected a label name, got ""
                a{b="\\x"} 1⏎ | 1:7 | expected "\\\\", "n" or "\\"" after a backslash, got "x"
                {"a","b"} 1⏎ | 1:9 | expected "=", got "}"
                a{"b"} 1⏎ | 1:6 | expected "=", got "}"
                {""} 1⏎ | 1:2 | expected a metric name, got ""
                {c="d"} 1⏎ | 1:7 | expected a metric name in quotes, got "}"
                """);
    }

    static Stream<Arguments> values() {
        return Refusals.table("""
                 1⏎ | 1:2 | expected a metric name, got "1"
                a⏎ | 1:2 | expected a number, got end of line
                a 1 | 1:4 | expected end of line, got end of input
                a b⏎ | 1:3 | expected a number, got "b"
                a 0x1p3⏎ | 1:3 | expected a number, got "0x1p3"
                a 1_000⏎ | 1:3 | expected a number, got "1_000"
                a 1e999⏎ | 1:3 | expected a number in the range of a double, got "1e999"
                a 1 x⏎ | 1:5 | expected an integer timestamp in milliseconds, got "x"
                a 1 1.5⏎ | 1:5 | expected an integer timestamp in milliseconds, got "1.5"
                a 1 9223372036854775808⏎ | \
                1:5 | expected an integer timestamp in milliseconds of 64 bits, got "9223372036854775808"
                a 1 2 3⏎ | 1:7 | expected end of line, got "3"
                """);
    }
}
