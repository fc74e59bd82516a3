package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of OpenMetrics 2.0 is judged by cases of its own. */
public class OpenMetrics2GrammarTest {
    /** Lines that the grammar has. ⏎ is a line feed, ␀ and ␍ are NUL and carriage return. */
    public static Stream<String> accepted() {
        return """
                a 1
                a{} 1
                a 1e+06
                a -1.5E-7
                a +1.
                a .5
                a NaN
                a nan
                a Inf
                a +Inf
                a -infinity
                a 1 1520879607.789
                a 1 -0.5
                a 1 1.5e9
                # TYPE a counter⏎a 1 st@1520430000.123
                # TYPE a counter⏎a 1 2 st@-1 # {} 0.5 1.5 # {a="b"} NaN -1e3
                a{b="c",d="e"} 1
                a{b="␀␍\\n\\"\\\\\\x 火"} 1
                {"a.b"} 1
                {"a.b","c.d"="e",f="g"} 1
                a{"b"="c"} 1
                :a:b 1
                # TYPE a unknown⏎# UNIT a s⏎# HELP a b⏎a 1
                # HELP a b⏎# TYPE a unknown⏎a 1
                # UNIT a ⏎# HELP a ⏎a 1
                # UNIT a 9_:z
                # HELP "a.b" \\"c\\" \\\\ \\d
                # TYPE a gauge
                # TYPE a_info info
                # TYPE a stateset⏎a{a="b"} 1
                # TYPE a histogram⏎a {count:3,sum:NaN,bucket:[+Inf:3]}
                # TYPE a histogram⏎a {count:3,sum:-1,bucket:[-Inf:1,0.5:2,1e+06:3,+Inf:3]}
                # TYPE a histogram⏎a{b="c"} {count:2,sum:1,schema:0,zero_threshold:1e-4,zero_count:2}
                # TYPE a histogram⏎a {count:3,sum:1,schema:-4,zero_threshold:0,zero_count:0,negative_spans:[-2:1,3:1],\
                negative_buckets:[1,2]}
                # TYPE a histogram⏎a {count:3,sum:1,schema:8,zero_threshold:0,zero_count:1,negative_spans:[],\
                negative_buckets:[],positive_spans:[-2:2],positive_buckets:[0,2],bucket:[1:1,+Inf:3]} 1 st@2 # {} 1 2
                # TYPE a gaugehistogram⏎a {gcount:0,gsum:-3.5,bucket:[+Inf:0]} 1 # {} 1 2
                # TYPE a summary⏎a {count:0,sum:0,quantile:[]}
                # TYPE a summary⏎a {count:1,sum:0,quantile:[0:1,0.5:NaN,1:+Inf]} 3 st@1
                """.lines().map(OpenMetrics2GrammarTest::line);
    }

    /** Lines that it does not have. */
    public static Stream<String> refused() {
        return """
                a
                a 1\s
                a  1
                a\t1
                 a 1
                a 1␍

                # a comment
                #EOF
                # EOF 1
                # eof
                1a 1
                a.b 1
                {a="b"} 1
                {"a",} 1
                {} 1
                {"a"="b"} 1
                {"a" ,b="c"} 1
                {""} 1
                {"b"="c","a"} 1
                a{b="c",} 1
                a{b='c'} 1
                a{b=""c"} 1
                a{a:b="c"} 1
                a{""="c"} 1
                a{b="c"}1
                a 0x1
                a 1_0
                a 1e
                a .
                a --1
                a +NaN
                a 1 NaN
                a 1 +Inf
                a 1 st@1 2
                a 1 st@
                a 1 ST@1
                a 1 st@1 st@2
                a 1 # {} 1 2 st@1
                a 1 # {a="b"} 1
                a 1 # {} 1 NaN
                a 1 # a 1 2
                a 1 #{} 1 2
                # HELP a
                # HELP a.b c
                # HELP a b"c
                # HELP a b\\
                # HELP
                # TYPE a
                # TYPE a untyped
                # TYPE a Gauge
                # TYPE a gauge\s
                # UNIT a
                # UNIT a m/s
                # UNIT a "s"
                # UNIT a b c
                # OTHER a b
                a {}
                a {count:1,sum:1}
                a {count:1,sum:1,bucket:[]}
                a {count:1,sum:1,bucket:[1:1]}
                a {count:1,sum:1,bucket:[Inf:1]}
                a {count:1,sum:1,bucket:[1:1,Inf:1]}
                a {count:1,sum:1,bucket:[1:1,+inf:1]}
                a {count:1,sum:1,bucket:[+Inf:1,1:1]}
                a {count:1,sum:1,bucket:[+Inf:1,]}
                a {count:1,sum:1,bucket:[1:1,-Inf:1,+Inf:1]}
                a {count:1,sum:1,bucket:[NaN:1,+Inf:1]}
                a {count:1,sum:1,bucket:[+Inf:1],}
                a {count:1, sum:1,bucket:[+Inf:1]}
                a { count:1,sum:1,bucket:[+Inf:1]}
                a {count:1,sum:1,bucket:[+Inf:1] }
                a {count:1,sum:1,bucket:[1:1, +Inf:1]}
                a {sum:1,count:1,bucket:[+Inf:1]}
                a {count:1,bucket:[+Inf:1]}
                a {gcount:1,sum:1,bucket:[+Inf:1]}
                a {count:1,sum:1,bucket:[+Inf:1],schema:0,zero_threshold:0,zero_count:1}
                a {count:1,sum:1,schema:0}
                a {count:1,sum:1,schema:0,zero_threshold:0}
                a {count:1,sum:1,schema:0.0,zero_threshold:0,zero_count:1}
                a {count:1,sum:1,schema:0,zero_threshold:NaN,zero_count:1}
                a {count:1,sum:1,zero_count:1,schema:0,zero_threshold:0}
                a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1]}
                a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_buckets:[1]}
                a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_buckets:[1],positive_spans:[0:1]}
                a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:0],positive_buckets:[]}
                a {count:1,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:+1],positive_buckets:[1]}
                a {count:2,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1,-1:1],positive_buckets:[1,1]}
                a {count:2,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1,-0:1],positive_buckets:[1,1]}
                a {count:2,sum:1,schema:0,zero_threshold:0,zero_count:0,positive_spans:[0:1],positive_buckets:[1],\
                negative_spans:[0:1],negative_buckets:[1]}
                a {count:1,sum:1,quantile:}
                a {count:1,sum:1,quantile:[0.5]}
                a {count:1,sum:1,quantile:[+Inf:1]}
                a {count:1,sum:1,quantile:[0.5:1,]}
                a {count:1,sum:1,quantile:[NaN:1]}
                """.lines().map(OpenMetrics2GrammarTest::line);
    }

    private static String line(String row) {
        return row.replace('⏎', '\n').replace('␀', '\0').replace('␍', '\r');
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void lineIsAccepted(String lines) {
        assertThat(OpenMetrics2Grammar.firstWrongLine(lines + "\n# EOF\n")).isZero();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void lineIsRefused(String lines) {
        assertThat(OpenMetrics2Grammar.firstWrongLine("# TYPE a unknown\n" + lines + "\n# EOF\n"))
                .isEqualTo(2);
    }

    @Test
    void textEndsWithItsMark() {
        assertThat(OpenMetrics2Grammar.firstWrongLine("# EOF")).isZero();
        assertThat(OpenMetrics2Grammar.firstWrongLine("a 1\n# EOF")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a 1", "a 1\n", "# EOF\n\n", "# EOF\na 1\n", "# EOF ", "# EOF\r\n"})
    void textWithoutItsMarkAtTheEndIsRefused(String text) {
        assertThat(OpenMetrics2Grammar.firstWrongLine(text)).isPositive();
    }

    static Stream<Arguments> places() {
        return Stream.of(Arguments.of("a 1\nb\n# EOF\n", 2), Arguments.of("a 1\nb 1\n", 2), Arguments.of("x", 1));
    }

    @ParameterizedTest
    @MethodSource("places")
    void firstWrongLineIsFound(String text, int line) {
        assertThat(OpenMetrics2Grammar.firstWrongLine(text)).isEqualTo(line);
    }
}
