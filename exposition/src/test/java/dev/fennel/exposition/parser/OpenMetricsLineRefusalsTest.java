package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Single lines that OpenMetrics 1.0 does not allow, and the errors for them. */
class OpenMetricsLineRefusalsTest {
    @ParameterizedTest
    @MethodSource({"lines", "metadata", "exemplars"})
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TextParser.openMetrics().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> lines() {
        return Refusals.table("""
                 | 1:1 | expected "# EOF", got end of input
                # EOF⏎⏎ | 2:1 | expected end of input, got end of line
                # EOF ⏎ | 1:6 | expected end of input, got " "
                # EOF⏎a 1⏎ | 2:1 | expected end of input, got "a"
                a 1⏎ | 2:1 | expected "# EOF", got end of input
                ⏎# EOF⏎ | 1:1 | expected a metric name, got end of line
                # comment⏎# EOF⏎ | 1:3 | expected HELP, TYPE, UNIT or EOF, got "comment"
                #EOF⏎ | 1:2 | expected " ", got "E"
                 a 1⏎# EOF⏎ | 1:1 | expected a metric name, got " "
                a  1⏎# EOF⏎ | 1:3 | expected a number, got " "
                a 1 ⏎# EOF⏎ | 1:5 | expected a timestamp or an exemplar, got end of line
                a\t1⏎# EOF⏎ | 1:2 | expected " ", got "\\t"
                a 1 NaN⏎# EOF⏎ | 1:5 | expected a timestamp in seconds, got "NaN"
                a 1 Inf⏎# EOF⏎ | 1:5 | expected a timestamp in seconds, got "Inf"
                a 1 1e20⏎# EOF⏎ | 1:5 | expected a timestamp in seconds from -9.223372036854776E15 to 9.223372036854776E15, got "1e20"
                a{b="c",} 1⏎# EOF⏎ | 1:9 | expected a label name, got "}"
                a{b="c"}1⏎# EOF⏎ | 1:9 | expected " ", got "1"
                a {b="c"} 1⏎# EOF⏎ | 1:3 | expected a number, got "{b=\\"c\\"}"
                a{ b="c"} 1⏎# EOF⏎ | 1:3 | expected a label name, got " "
                {b="c","a"} 1⏎# EOF⏎ | 1:8 | expected a label with a value, got "a"
                a\\b 1⏎# EOF⏎ | 1:2 | expected " ", got "\\\\"
                a{b="é😀",c=d} 1⏎# EOF⏎ | 1:12 | expected "\\"", got "d"
                """);
    }

    static Stream<Arguments> metadata() {
        return Refusals.table("""
                # TYPE a⏎# EOF⏎ | 1:9 | expected " ", got end of line
                # TYPE a Counter⏎# EOF⏎ | 1:10 | expected a metric type, got "Counter"
                # TYPE a untyped⏎# EOF⏎ | 1:10 | expected a metric type, got "untyped"
                # TYPE a gauge ⏎# EOF⏎ | 1:10 | expected a metric type, got "gauge "
                # TYPE  a gauge⏎# EOF⏎ | 1:8 | expected a metric name, got " "
                # HELP a⏎# EOF⏎ | 1:9 | expected " ", got end of line
                # HELP a ⏎# HELP a x⏎# EOF⏎ | 2:3 | second HELP line for "a"
                # HELP a "x"⏎# EOF⏎ | 1:10 | expected end of line, got "\\""
                # TYPE a gauge⏎# TYPE a gauge⏎# EOF⏎ | 2:3 | second TYPE line for "a"
                # UNIT a s⏎# EOF⏎ | 1:3 | expected a name that ends in "_s", got "a"
                # UNIT a_s s⏎# UNIT a_s s⏎# EOF⏎ | 2:3 | second UNIT line for "a_s"
                # TYPE a_s info⏎# UNIT a_s s⏎# EOF⏎ | 2:3 | expected no unit for a metric of type info, got "s"
                # UNIT a_s s⏎# TYPE a_s stateset⏎# EOF⏎ | \
                2:3 | expected no unit for a metric of type stateset, got "s"
                a 1⏎# TYPE a gauge⏎# EOF⏎ | 2:3 | expected the TYPE line of "a" before its samples
                # TYPE "a b" gauge⏎{"a b",c="d"} 1⏎{"a b",c="d"} 1⏎# EOF⏎ | 3:2 | duplicate sample "a b"
                # TYPE "" gauge⏎# EOF⏎ | 1:8 | expected a metric name, got ""
                # TYPE a b gauge⏎# EOF⏎ | 1:10 | expected a metric type, got "b gauge"
                """);
    }

    static Stream<Arguments> exemplars() {
        return Refusals.table("""
                # TYPE a counter⏎a_total 1 #⏎# EOF⏎ | 2:12 | expected " ", got end of line
                # TYPE a counter⏎a_total 1 #{} 1⏎# EOF⏎ | 2:12 | expected " ", got "{"
                # TYPE a counter⏎a_total 1 # {}1⏎# EOF⏎ | 2:15 | expected " ", got "1"
                # TYPE a counter⏎a_total 1 # {} ⏎# EOF⏎ | 2:16 | expected a number, got end of line
                # TYPE a counter⏎a_total 1 # {} 1 ⏎# EOF⏎ | 2:18 | expected a timestamp, got end of line
                # TYPE a counter⏎a_total 1 # {} 1 1 ⏎# EOF⏎ | 2:19 | expected end of line, got " "
                # TYPE a counter⏎a_total 1 # {} x⏎# EOF⏎ | 2:16 | expected a number, got "x"
                # TYPE a counter⏎a_created 1 # {t="x"} 1⏎# EOF⏎ | \
                2:13 | expected an exemplar on counters and buckets alone, got one on "a_created"
                # TYPE a gauge⏎a 1 # {t="x"} 1⏎# EOF⏎ | \
                2:5 | expected an exemplar on counters and buckets alone, got one on "a"
                # TYPE a counter⏎a_total 1 # {t="x",t="y"} 1⏎# EOF⏎ | 2:20 | duplicate label name "t"
                # TYPE a counter⏎a_total 1 # {"t"} 1⏎# EOF⏎ | 2:17 | expected "=", got "}"
                # TYPE a counter⏎a_total 1 # {t="x"} 1 NaN⏎# EOF⏎ | 2:23 | expected a timestamp in seconds, got "NaN"
                """);
    }
}
