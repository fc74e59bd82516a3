package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of the OpenMetrics 1.0 test suite, each written anew, with its expected outcome: a parser has to read the
 * ones and to refuse the others. Where this parser differs, the table says why.
 */
class OpenMetricsCasesTest {
    @ParameterizedTest
    @MethodSource({"valuesToRead", "typesToRead", "labelsToRead"})
    void isRead(String page) {
        TextParser.openMetrics().parse(page);
        assertThat(TextParser.openMetrics().parseLeniently(page).errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource({"pages", "labels", "metadata", "values", "exemplars", "samples", "histograms", "order", "names"})
    void isRefused(String page) {
        assertThatThrownBy(() -> TextParser.openMetrics().parse(page)).isInstanceOf(TextParseException.class);
        assertThat(TextParser.openMetrics().parseLeniently(page).errors()).isNotEmpty();
    }

    /** The suite wants these to be refused. */
    @ParameterizedTest
    @MethodSource("readAllTheSame")
    void isReadAlthoughTheSuiteRefusesIt(String page, String why) {
        assertThat(TextParser.openMetrics().parse(page)).as(why).isNotEmpty();
    }

    /** The suite wants these to be read. */
    @ParameterizedTest
    @MethodSource("refusedAllTheSame")
    void isRefusedAlthoughTheSuiteReadsIt(String page, String why) {
        assertThatThrownBy(() -> TextParser.openMetrics().parse(page)).as(why).isInstanceOf(TextParseException.class);
    }

    /** One page a row, in which ⏎ stands for a line feed, and ⏏ for the last line, {@code # EOF}. */
    private static Stream<String> rows(String rows) {
        return rows.lines().map(OpenMetricsCasesTest::page);
    }

    private static String page(String row) {
        return row.replace('⏎', '\n').replace("⏏", "# EOF\n");
    }

    /** As {@link #rows}, and behind a bar the reason why this parser differs. */
    private static Stream<Arguments> reasons(String rows) {
        return rows.lines().map(row -> row.split(" \\| ")).map(row -> Arguments.of(page(row[0]), row[1]));
    }

    static Stream<String> valuesToRead() {
        return rows("""
                # TYPE jobs counter⏎# HELP jobs Done.⏎jobs_total 7⏎⏏
                # TYPE jobs counter⏎jobs_total 9223372036854775808⏎⏏
                # TYPE depth gauge⏎depth 3.5⏎⏏
                depth 000000000000000000000000000000000000000000000000007⏎⏏
                depth 0000000000000000000000000000000000000000000007.5e-1⏎⏏
                depth NaN⏎⏏
                depth{q="x"} +Inf⏎depth{q="y"} -Inf⏎⏏
                depth 1⏎# EOF
                depth{q="a"} 1 000⏎depth{q="b"} 1 0.0⏎depth{q="c"} 1 2.2⏎depth{q="d"} 1 2.5e3⏎⏏
                depth{q="a"} 1 1⏎depth{q="b"} 1 0⏎⏏
                """);
    }

    static Stream<String> typesToRead() {
        return rows("""
                # TYPE wait_seconds gauge⏎# UNIT wait_seconds seconds⏎# HELP wait_seconds W.⏎wait_seconds 1⏎⏏
                # TYPE wait summary⏎wait_count 4⏎wait_sum 5⏎⏏
                # TYPE wait summary⏎wait_count 4⏎wait_sum 5⏎wait{quantile="0.9"} 2⏎wait{quantile="1"} 3⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="2.0"} 1⏎wait_bucket{le="+Inf"} 2⏎wait_count 2⏎wait_sum 3⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="2.0"} 1.0⏎wait_bucket{le="+Inf"} 2.0⏎wait_count 2.0⏎wait_sum 3.0⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="0"} 0⏎wait_bucket{le="2e-05"} 0⏎wait_bucket{le="2.5e-3"} 0⏎\
                wait_bucket{le="3"} 0⏎wait_bucket{le="20000000"} 0⏎wait_bucket{le="+Inf"} 0⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="-2.0"} 0⏎wait_bucket{le="+Inf"} 2⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="2.0"} 1⏎size_bucket{le="+Inf"} 2⏎size_gcount 2⏎size_gsum 3⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="-2"} 1⏎size_bucket{le="+Inf"} 2⏎size_gcount 2⏎size_gsum -3⏎⏏
                # TYPE build info⏎build_info{version="7"} 1⏎⏏
                # TYPE build info⏎build_info{version="7"} 1 5⏎build_info{version="8"} 1 4⏎⏏
                # TYPE door stateset⏎door{door="open"} 0⏎door{door="shut"} 1.0⏎⏏
                # TYPE depth unknown⏎depth 1⏎⏏
                # HELP depth ⏎# UNIT depth ⏎⏏
                # TYPE jobs counter⏎# HELP jobs ⏎jobs_total 1⏎⏏
                # HELP jobs Done.⏎# TYPE jobs counter⏎jobs_total 1⏎jobs_created 5⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="1"} 1 # {t="u"} 0.5⏎wait_bucket{le="+Inf"} 2 # {t="v"} 4 7⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="1"} 1 3 # {t="u"} 0.5⏎size_bucket{le="+Inf"} 2 3⏎⏏
                # TYPE jobs counter⏎jobs_total 1 3 # {t="u"} 0.5⏎⏏
                # TYPE jobs counter⏎jobs_total{} 1 3 # {} 0.5⏎⏏
                # TYPE jobs counter⏎jobs_total 1 # {t="u # v"} 0.5⏎⏏
                """);
    }

    static Stream<String> labelsToRead() {
        return rows("""
                jobs{} 1⏎⏏
                jobs{q="{a}"} 1⏎⏏
                jobs{q=""} 1⏎jobs{q="a"} 1⏎⏏
                jobs{q="a # b"} 1⏎jobs{q="} a # b"} 1⏎⏏
                jobs{q="a\\\\"} 1⏎jobs{q="\\\\"} 1⏎jobs{q="\\n"} 1⏎jobs{q="\\\\n"} 1⏎jobs{q="\\\\\\n"} 1⏎⏏
                jobs{q="\\""} 1⏎jobs{q="\\\\\\""} 1⏎jobs{q="\\x"} 1⏎⏏
                # HELP jobs a\\\\b\\nc\\"d\\x⏎jobs 1⏎⏏
                # HELP jobs a\0b⏎jobs 1⏎⏏
                """);
    }

    static Stream<String> pages() {
        return rows("""

                depth 1⏎
                depth 1⏎⏎⏏
                ⏎⏏
                depth 1⏎⏏more
                depth 1⏎# EOFmore
                depth 1⏎# EOF⏎⏎
                """);
    }

    static Stream<String> labels() {
        return rows("""
                depth{q=7} 1⏎⏏
                depth{q="7} 1⏎⏏
                depth{q='7'} 1⏎⏏
                depth{q} 1⏎⏏
                depth{q"7"} 1⏎⏏
                depth{q""} 1⏎⏏
                depth{q=} 1⏎⏏
                depth{q="} 1⏎⏏
                depth{q="7"r="8"} 1⏎⏏
                depth{q="7",,r="8"} 1⏎⏏
                depth{q="7",} 1⏎⏏
                depth{7="q"} 1⏎⏏
                depth{q="7"}1⏎⏏
                depth{q="7",q="7"} 1⏎⏏
                depth{q="7"r} 1⏎⏏
                depth{7="q # r"} 1⏎⏏
                depth{q="# ",q="# "} 1⏎⏏
                depth{q="# ",r=}1⏎⏏
                """);
    }

    static Stream<String> metadata() {
        return rows("""
                # HELP⏎⏏
                # HELP ⏎⏏
                # HELP depth⏎⏏
                # HELP depth\t⏎⏏
                 # HELP depth D.⏎⏏
                # TYPE⏎⏏
                # TYPE ⏎⏏
                # TYPE depth⏎⏏
                # TYPE depth\t⏎⏏
                # TYPE depth level⏎⏏
                # TYPE depth gauge ⏎⏏
                # TYPE depth untyped⏎⏏
                # UNIT⏎⏏
                # UNIT ⏎⏏
                # UNIT depth⏎⏏
                # UNIT depth\t⏎⏏
                # UNIT depth metres⏎⏏
                # UNIT depth_m m ⏎⏏
                # TYPE build_m info⏎# UNIT build_m m⏎⏏
                # TYPE door_m stateset⏎# UNIT door_m m⏎⏏
                # HELP depth D.⏎depth 1⏎# TYPE depth gauge⏎⏏
                # TYPE depth gauge⏎depth 1⏎# HELP depth D.⏎⏏
                # TYPE depth_m gauge⏎depth_m 1⏎# UNIT depth_m m⏎⏏
                # HELP depth ⏎# HELP depth ⏎⏏
                # HELP depth D.⏎# HELP depth D.⏎⏏
                # TYPE depth gauge⏎# TYPE depth gauge⏎⏏
                # UNIT depth_m m⏎# UNIT depth_m m⏎⏏
                # NOTE depth D.⏎⏏
                """);
    }

    static Stream<String> values() {
        return rows("""
                7depth 1⏎⏏
                de.pth 1⏎⏏
                de-pth 1⏎⏏
                depth⏎⏏
                depth ⏎⏏
                depth x⏎⏏
                depth  1⏎⏏
                depth 1\t⏎⏏
                depth 1 ⏎⏏
                depth 1_000⏎⏏
                depth 0x2p-3⏎⏏
                depth 0X2P-3⏎⏏
                depth 0b10⏎⏏
                depth 0B10⏎⏏
                depth 0x2⏎⏏
                depth 0X2⏎⏏
                depth 0o7⏎⏏
                depth 0O7⏎⏏
                depth 1 x⏎⏏
                depth 1 1x⏎⏏
                depth 1 1_000⏎⏏
                depth 1 1.2.3⏎⏏
                depth 1 NaN⏎⏏
                depth 1 Inf⏎⏏
                depth 1 +Inf⏎⏏
                depth 1 -Inf⏎⏏
                depth 1 0x2p-3⏎⏏
                """);
    }

    static Stream<String> exemplars() {
        String bucket = "# TYPE wait histogram⏎wait_bucket{le=\"+Inf\"} 1";
        return Stream.concat(
                Stream.of(" #", "# {} 1", " #{} 1", " # {}1", " # {} 1 ", " # {} 1 1 ", " # {} 0x2", " # {} 1 0x2")
                        .map(exemplar -> page(bucket + exemplar + "⏎⏏")),
                rows("""
                # TYPE jobs counter⏎jobs_total 1 # {t="%s"} 1⏎⏏
                # TYPE jobs counter⏎jobs_total 1 1 # {t="u"}  ⏎⏏
                # TYPE jobs counter⏎jobs_total 1 1 # t="u"} 1⏎⏏
                # TYPE jobs counter⏎jobs_total 1 1 #t="# "} 1⏎⏏
                # TYPE jobs counter⏎jobs_total 1 1 t="# "} 1⏎⏏
                # TYPE jobs counter⏎jobs_total 1 # {t="u"} 1 NaN⏎⏏
                # TYPE jobs counter⏎jobs_total 1 # {t="u"} 1 Inf⏎⏏
                # TYPE jobs counter⏎jobs_total 1 # {t="u"} 1 -Inf⏎⏏
                # TYPE jobs counter⏎jobs_created 1 # {t="u"} 1⏎⏏
                # TYPE wait histogram⏎wait_sum 1 # {t="u"} 1⏎⏏
                # TYPE size gaugehistogram⏎size_sum 1 # {t="u"} 1⏎⏏
                # TYPE wait_bucket gauge⏎wait_bucket 1 # {t="u"} 1⏎⏏
                # TYPE depth gauge⏎depth 1 # {t="u"} 1⏎⏏
                # TYPE build info⏎build_info 1 # {t="u"} 1⏎⏏
                # TYPE door stateset⏎door{door="open"} 1 # {t="u"} 1⏎⏏
                """.formatted("u".repeat(128))));
    }

    static Stream<String> samples() {
        return rows("""
                # TYPE door stateset⏎door{door="open"} 2⏎⏏
                # TYPE door stateset⏎door{door="open"} 2.0⏎⏏
                # TYPE door stateset⏎door 0⏎⏏
                # TYPE door stateset⏎door 2⏎⏏
                # TYPE build info⏎build 1⏎⏏
                # TYPE build info⏎build_info{version="7"} 2⏎⏏
                # TYPE build info⏎build_info 2.0⏎⏏
                # TYPE wait summary⏎wait 0⏎⏏
                # TYPE wait summary⏎wait{quantile="-2"} 0⏎⏏
                # TYPE wait summary⏎wait{quantile="x"} 0⏎⏏
                # TYPE wait summary⏎wait{quantile="1.5"} 0⏎⏏
                # TYPE wait summary⏎wait{quantile="NaN"} 0⏎⏏
                # TYPE wait histogram⏎wait_bucket 0⏎⏏
                # TYPE size gaugehistogram⏎size_bucket 0⏎⏏
                # TYPE jobs counter⏎jobs_total NaN⏎⏏
                # TYPE jobs counter⏎jobs_total -2⏎⏏
                # TYPE wait summary⏎wait_count NaN⏎⏏
                # TYPE wait summary⏎wait_count -2⏎⏏
                # TYPE wait summary⏎wait_count 2.5⏎⏏
                """);
    }

    static Stream<String> histograms() {
        return rows("""
                # TYPE wait histogram⏎wait_sum NaN⏎⏏
                # TYPE wait histogram⏎wait_count NaN⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} NaN⏎⏏
                # TYPE wait histogram⏎wait_sum -2⏎⏏
                # TYPE wait histogram⏎wait_count -2⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} -2⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="-2.0"} 1⏎wait_bucket{le="+Inf"} 2⏎wait_sum -2⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="-2.0"} 1⏎wait_bucket{le="+Inf"} 2⏎wait_sum 2⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} 2.5⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} 2.5⏎wait_count 2.5⏎wait_sum 0⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} NaN⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} -2⏎size_gcount -2⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} 1⏎size_gsum -2⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} 1⏎size_gsum NaN⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} 2.5⏎size_gsum 0⏎size_gcount 0⏎⏏
                # TYPE wait histogram⏎wait_sum 2⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} 0⏎wait_sum 0⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} 0⏎wait_count 0⏎⏏
                # TYPE size gaugehistogram⏎size_gsum 2⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} 0⏎size_gsum 0⏎⏏
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} 0⏎size_gcount 0⏎⏏
                # TYPE wait histogram⏎wait_count 2⏎wait_bucket{le="+Inf"} 0⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="+Inf"} 0⏎wait_count 2⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="3"} 0⏎wait_bucket{le="2"} 0⏎wait_bucket{le="+Inf"} 0⏎⏏
                # TYPE wait histogram⏎wait_bucket{le="2"} 1⏎wait_bucket{le="3"} 1⏎wait_bucket{le="+Inf"} 0⏎⏏
                """);
    }

    static Stream<String> order() {
        return rows("""
                # TYPE wait histogram⏎wait_sum{q="a"} 0⏎wait_sum{q="b"} 0⏎wait_count{q="a"} 0⏎⏏
                # TYPE wait histogram⏎wait_bucket{q="a",le="2"} 0⏎wait_bucket{q="b",le="+Inf"} 0⏎wait_bucket{q="a",le="+Inf"} 0⏎⏏
                # TYPE size gaugehistogram⏎size_gsum{q="a"} 0⏎size_gsum{q="b"} 0⏎size_gcount{q="a"} 0⏎⏏
                # TYPE wait summary⏎wait{quantile="0"} 0⏎wait_sum{q="a"} 0⏎wait{quantile="1"} 0⏎⏏
                # TYPE depth gauge⏎depth 0 -2⏎depth 0 -3⏎⏏
                # TYPE depth gauge⏎depth 0 -2⏎depth 0 -2.5⏎⏏
                # TYPE depth gauge⏎depth 0 2⏎depth 0 -2⏎⏏
                # TYPE depth gauge⏎depth 0 2.5⏎depth 0 2⏎⏏
                # TYPE depth gauge⏎depth 0 2⏎depth 0 0⏎⏏
                # TYPE depth gauge⏎depth 0⏎depth 0 0⏎⏏
                # TYPE depth gauge⏎depth 0 0⏎depth 0⏎⏏
                """);
    }

    static Stream<String> names() {
        return rows("""
                # TYPE jobs counter⏎# TYPE jobs counter⏎⏏
                # TYPE jobs info⏎# TYPE jobs counter⏎⏏
                # TYPE jobs_created gauge⏎# TYPE jobs counter⏎⏏
                """);
    }

    static Stream<Arguments> readAllTheSame() {
        return reasons("""
                # TYPE wait summary⏎wait_sum NaN⏎⏏ | observations may be NaN, and every library then writes such a sum
                # TYPE wait summary⏎wait_sum -2⏎⏏ | observations may be negative
                # TYPE wait summary⏎wait{quantile="0.5"} -2⏎⏏ | observations may be negative
                # TYPE wait histogram⏎wait_bucket{le="-2"} 0⏎wait_bucket{le="+Inf"} 0⏎wait_sum 0⏎wait_count 0⏎⏏ | \
                observations may be negative
                # TYPE size gaugehistogram⏎size_bucket{le="+Inf"} 1⏎size_gsum -2⏎size_gcount 1⏎⏏ | \
                observations may be negative
                # TYPE wait histogram⏎wait_bucket{le="+INF"} 0⏎⏏ | \
                the specification forbids to refuse what is only not canonical, and the reference and the server read it
                """);
    }

    static Stream<Arguments> refusedAllTheSame() {
        return reasons("""
                depth 1 0⏎depth 2 0.0000000001⏎⏏ | the timestamps of the model are milliseconds
                # HELP depth a\\⏎depth 1⏎⏏ | the grammar wants a character behind a backslash
                depth 1 12345678901234567890.5⏎⏏ | the timestamps of the model have 64 bits of milliseconds
                """);
    }
}
