package dev.fennel.exposition.parser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Reading;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The smallest page with each fault that pages of real exporters have, as both readings read it. Whether Prometheus
 * 2.42 scrapes such a page was tried with a server.
 */
class RealPagesTest {
    /** Stands in a table for a byte that is not UTF-8: é in Latin-1. */
    private static final String LATIN_1 = "✗";

    @ParameterizedTest
    @MethodSource({"scraped", "scrapedButNotInTheModel", "notScraped"})
    void textIsReadAsTheTableSays(String page, String strict, String families, String errors) {
        check(Reading.TEXT, page, strict, families, errors);
    }

    @ParameterizedTest
    @MethodSource("openMetrics")
    void openMetricsIsReadAsTheTableSays(String page, String strict, String families, String errors) {
        check(Reading.OPENMETRICS, page, strict, families, errors);
    }

    private static void check(Reading reading, String page, String strict, String families, String errors) {
        byte[] bytes = bytes(page);
        assertThat(strictly(reading.parser(), bytes)).isEqualTo(strict);

        GatherResult read = reading.parser().parseLeniently(bytes);
        assertThat(read.families().stream().map(MetricFamily::name).collect(Collectors.joining(" ")))
                .isEqualTo(families);
        assertThat(read.errors().stream().map(GatherError::message).collect(Collectors.joining(", ")))
                .isEqualTo(errors);
        if (strict.equals("read")) {
            assertThat(errors).isEmpty();
        }
    }

    private static byte[] bytes(String page) {
        String latin1 = new String(page.getBytes(UTF_8), ISO_8859_1);
        return latin1.replace(new String(LATIN_1.getBytes(UTF_8), ISO_8859_1), "\u00e9")
                .getBytes(ISO_8859_1);
    }

    private static String strictly(TextParser parser, byte[] page) {
        try {
            parser.parse(page);
            return "read";
        } catch (TextParseException e) {
            return String.valueOf(e.getMessage()).replaceFirst("line (\\d+), column (\\d+)", "$1:$2");
        }
    }

    /** The page; what the strict reading does; the families and the errors of the lenient one. */
    private static Stream<Arguments> table(String rows) {
        return rows.lines().map(row -> {
            String[] cells = row.split(" \\|", 4);
            return Arguments.of(
                    cells[0].replace('⏎', '\n').replace('␍', '\r').replace('⍐', '\ufeff'),
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip());
        });
    }

    /** The lenient reading reads without an error what the server does; the strict one wants it to be well-formed. */
    static Stream<Arguments> scraped() {
        return table("""
                # TYPE a gauge⏎a 1 | 2:4: expected end of line, got end of input | a |
                # c | 1:4: expected end of line, got end of input | |
                # HELP a x⏎# HELP a y⏎a 1⏎ | 2:8: second HELP line for "a" | a |
                # TYPE a gauge⏎# TYPE a gauge⏎a 1⏎ | \
                2:8: second TYPE line for "a", or one behind its samples | a |
                # TYPE a gauge⏎# TYPE a counter⏎a 1⏎ | \
                2:8: second TYPE line for "a", or one behind its samples | a |
                a 1⏎# TYPE a gauge⏎ | 2:8: second TYPE line for "a", or one behind its samples | a |
                # TYPE a histogram⏎a_count 1⏎a_sum 2⏎# TYPE a histogram⏎a_count 1⏎a_sum 2⏎ | \
                4:8: second TYPE line for "a", or one behind its samples | a |
                # TYPE a histogram⏎a_bucket{le="+Inf"} 1⏎a_bucket{le="+Inf"} 2⏎ | 3:1: duplicate sample "a_bucket" | a |
                # TYPE a summary⏎a_count 1⏎a_count 2⏎ | 3:1: duplicate sample "a_count" | a |
                # caf✗⏎a 1⏎ | 1:6: expected valid UTF-8, got byte 0xe9 | a |
                # TYPE a histogram⏎a_bucket{le="+INF"} 1⏎ | read | a |
                a 1 9223372036854775807⏎ | read | a |
                a 1⏎a 2⏎ | read | a |
                """);
    }

    /** The server stores single lines, of which some histograms and summaries cannot be made. They cost themselves. */
    static Stream<Arguments> scrapedButNotInTheModel() {
        return table("""
                b 1⏎# TYPE a histogram⏎a_bucket{le="1"} 3⏎a_bucket{le="+Inf"} 2⏎ | \
                4:21: expected a cumulative count of at least 3, got "2" | b | \
                metric "a": line 4, column 21: expected a cumulative count of at least 3, got "2"
                b 1⏎# TYPE a histogram⏎a_bucket{le="+Inf"} 1.5⏎a_count 1.5⏎ | \
                3:21: expected a whole number from 0 to 9223372036854775807, got "1.5" | b | \
                metric "a": line 3, column 21: expected a whole number from 0 to 9223372036854775807, got "1.5"
                b 1⏎# TYPE a summary⏎a{quantile="99"} 1⏎a_sum 1⏎ | 3:12: expected a quantile from 0 to 1, got "99" | b | \
                metric "a": line 3, column 12: expected a quantile from 0 to 1, got "99"
                b 1⏎a{quantile="0.5"} 1⏎# TYPE a summary⏎ | \
                3:8: second TYPE line for "a", or one behind its samples | b | \
                metric "a": line 3, column 8: second TYPE line for "a", or one behind its samples
                """);
    }

    /** The server drops the whole page, and the lenient reading the family. */
    static Stream<Arguments> notScraped() {
        return table("""
                b 1⏎# HELP a caf✗⏎a 1⏎ | 2:13: expected valid UTF-8, got byte 0xe9 | b | \
                metric "a": line 2, column 13: expected valid UTF-8, got byte 0xe9
                b 1⏎a{x="✗"} 1⏎ | 2:6: expected valid UTF-8, got byte 0xe9 | b | \
                metric "a": line 2, column 6: expected valid UTF-8, got byte 0xe9
                b 1⏎# TYPE a foo⏎a 1⏎a_sum 1⏎a_x 1⏎ | 2:10: expected a metric type, got "foo" | a_x b | \
                metric "a": line 2, column 10: expected a metric type, got "foo"
                # TYPE a gauge␍⏎b 1⏎ | \
                1:10: expected a metric type, got "gauge\\r"; the line ends in a carriage return, expected a line feed \
                alone | b | metric "a": line 1, column 10: expected a metric type, got "gauge\\r"; the line ends in a \
                carriage return, expected a line feed alone
                ⍐b 1⏎ | 1:1: expected text, got a byte order mark | b | \
                text: line 1, column 1: expected text, got a byte order mark
                b 1⏎1a 1⏎b 2⏎ | 2:1: expected a metric name, got "1" | b | \
                text: line 2, column 1: expected a metric name, got "1"
                b 1⏎a{x="1} 1⏎ | 2:10: expected "\\"", got end of line | b | \
                metric "a": line 2, column 10: expected "\\"", got end of line
                b 1⏎{x="1","a"} 1 y⏎ | 2:15: expected an integer timestamp in milliseconds, got "y" | b | \
                metric "a": line 2, column 15: expected an integer timestamp in milliseconds, got "y"
                # TYPE a histogram⏎# HELP a_count \\x⏎a_count 1⏎ | \
                2:17: expected "\\\\", "n" or "\\"" after a backslash, got "x" | | \
                metric "a_count": line 2, column 17: expected "\\\\", "n" or "\\"" after a backslash, got "x"
                a 1⏎a x⏎a y⏎b x⏎ | 2:3: expected a number, got "x" | | \
                metric "a": line 2, column 3: expected a number, got "x", \
                metric "b": line 4, column 3: expected a number, got "x"
                """);
    }

    static Stream<Arguments> openMetrics() {
        return table("""
                # HELP a say "x"⏎a 1⏎# EOF⏎ | 1:14: expected end of line, got "\\"" | a |
                b 1⏎# HELP a ✗⏎a 1⏎# EOF⏎ | 2:10: expected valid UTF-8, got byte 0xe9 | b | \
                metric "a": line 2, column 10: expected valid UTF-8, got byte 0xe9
                b 1⏎# hi⏎a 1⏎# EOF⏎ | 2:3: expected HELP, TYPE, UNIT or EOF, got "hi" | a b | \
                text: line 2, column 3: expected HELP, TYPE, UNIT or EOF, got "hi"
                b 1⏎ | 2:1: expected "# EOF", got end of input | b | \
                text: line 2, column 1: expected "# EOF", got end of input
                b 1⏎# EOF⏎c 1⏎ | 3:1: expected end of input, got "c" | b | \
                text: line 3, column 1: expected end of input, got "c"
                ⍐b 1⏎# EOF⏎ | 1:1: expected text, got a byte order mark | b | \
                text: line 1, column 1: expected text, got a byte order mark
                a 1⏎b 1⏎a 2⏎c 1⏎# EOF⏎ | \
                3:1: expected the lines of a family together and no name in two, got "a" again | b c | \
                metric "a": line 3, column 1: expected the lines of a family together and no name in two, got "a" again
                # TYPE a counter⏎a_total -1⏎a_created 1⏎b 1⏎# EOF⏎ | 2:9: expected a number of 0 or more, got "-1" | b | \
                metric "a_total": line 2, column 9: expected a number of 0 or more, got "-1"
                # TYPE a foo⏎# UNIT a s⏎a_total 1⏎b 1⏎# EOF⏎ | 1:10: expected a metric type, got "foo" | b | \
                metric "a": line 1, column 10: expected a metric type, got "foo"
                # TYPE a histogram⏎a_bucket{le="1"} 1⏎b 1⏎# EOF⏎ | \
                2:1: expected a bucket "+Inf", got buckets up to 1.0 | b | \
                metric "a": line 2, column 1: expected a bucket "+Inf", got buckets up to 1.0
                # TYPE a summary⏎a_count 1⏎b 1⏎a_sum 1⏎c 1⏎# EOF⏎ | \
                4:1: expected the lines of a family together and no name in two, got "a_sum" again | b c | metric \
                "a": line 4, column 1: expected the lines of a family together and no name in two, got "a_sum" again
                # TYPE a_total gauge⏎a_total 1⏎# TYPE a counter⏎a_total 1⏎b 1⏎# EOF⏎ | \
                3:1: "a_total" is also a name of another family | b | \
                metric "a_total": line 3, column 1: "a_total" is also a name of another family
                # TYPE a histogram⏎a_bucket{le="+INF"} 1⏎a_sum 1⏎a_count 1⏎# EOF⏎ | read | a |
                a 1 9.223372036854776e+15⏎# EOF⏎ | read | a |
                """);
    }
}
