package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testing.FamilyWriter.WrittenFamily;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the differences of a failed comparison are shown. */
class DiffReportTest {
    /** Asserts that the comparison of two texts fails with this report. */
    static void assertReport(String expected, String actual, String report) {
        assertThatThrownBy(
                        () -> assertThatMetrics(GatheredMetrics.parse(actual)).isEqualTo(expected))
                .isInstanceOf(AssertionError.class)
                .hasMessage(report);
    }

    @Test
    void everyDifferenceIsShownInItsFamily() {
        assertReport("""
                # HELP jobs_total Jobs done.
                # TYPE jobs_total counter
                jobs_total{queue="mail",zone="eu"} 3
                jobs_total{queue="printer",zone="eu"} 100
                jobs_total{queue="web",zone="asia"} 1
                jobs_total{queue="web",zone="eu"} 1
                # TYPE queue_depth gauge
                queue_depth{queue="mail"} 2
                """, """
                # TYPE app_queue_depth gauge
                app_queue_depth{queue="mail"} 2
                # HELP jobs_total Jobs finished.
                # TYPE jobs_total gauge
                jobs_total{queue="mail",zone="eu"} 4
                jobs_total{queue="printer",zone="eu"} 101.5
                jobs_total{queue="web",zone="asia"} 1
                jobs_total{queue="web",zone="us"} 1
                """, """
                metrics are not as expected: 1 family missing, 1 family unexpected, 1 family different \
                (- expected, + actual)

                app_queue_depth: unexpected
                  + app_queue_depth{queue="mail"} 2

                jobs_total: 4 differences, 1 series missing, 1 series unexpected, 1 series as expected
                  type                                   - counter       + gauge
                  help                                   - "Jobs done."  + "Jobs finished."
                  jobs_total{queue="mail",zone="eu"}     - 3             + 4
                  jobs_total{queue="printer",zone="eu"}  - 100           + 101.5
                  - jobs_total{queue="web",zone="eu"} 1
                      found with zone="us"
                  + jobs_total{queue="web",zone="us"} 1

                queue_depth: missing, found with a similar name: app_queue_depth
                  - queue_depth{queue="mail"} 2""");
    }

    @Test
    void ofAHistogramTheLinesThatDifferAreShown() {
        assertReport("""
                # TYPE latency_seconds histogram
                latency_seconds_bucket{le="0.1"} 2
                latency_seconds_bucket{le="1"} 3
                latency_seconds_bucket{le="+Inf"} 3
                latency_seconds_sum 0.5
                latency_seconds_count 3
                """, """
                # TYPE latency_seconds histogram
                latency_seconds_bucket{le="0.1"} 2
                latency_seconds_bucket{le="2"} 4
                latency_seconds_bucket{le="+Inf"} 4
                latency_seconds_sum 1.5
                latency_seconds_count 4
                """, """
                metrics are not as expected: 1 family different (- expected, + actual)

                latency_seconds: 5 differences
                  latency_seconds_bucket{le="1"}     - 3     + none
                  latency_seconds_bucket{le="+Inf"}  - 3     + 4
                  latency_seconds_sum                - 0.5   + 1.5
                  latency_seconds_count              - 3     + 4
                  latency_seconds_bucket{le="2"}     - none  + 4""");
    }

    @Test
    void longTextsStandOneAboveTheOtherWithAMark() {
        assertReport(
                "# HELP up Whether the machine answers.\nup 1\n",
                "# HELP up Whether the machine can be reached.\nup 0\n",
                """
                metrics are not as expected: 1 family different (- expected, + actual)

                up: 2 differences
                  help
                    - "Whether the machine answers."
                    + "Whether the machine can be reached."
                                           ^
                  up  - 1  + 0""");
    }

    @Test
    void aBlankAtTheEndAndALineFeedOfAHelpTextAreSeen() {
        assertReport("# HELP up Up\\nor down\nup 1\n", "# HELP up Up \nup 1\n", """
                metrics are not as expected: 1 family different (- expected, + actual)

                up: 1 difference, 1 series as expected
                  help  - "Up\\nor down"  + "Up \"""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {a='1',b='2'} | {a='1',b='3'}         | found with b='3'
            {a='1',b='2'} | {a='1'}               | found without the label b
            {a='1',b='2'} | {a='1',b='2',c='3'}   | found with one label more: c='3'
            {a='1',b='2'} | {a='1',c='2'}         | found with the label c in place of b
            {a='1',b='2'} | {a='1',c='3'}         | -
            {a='1',b='2'} | {a='2',b='3'}         | -
            {a='1',b='2'} | {a='1',c='2',d='3'}   | -
            {a='1'}       | {b='1'}               | found with the label b in place of a
            """, quoteCharacter = '\0')
    void aMissingSeriesIsComparedWithAnUnexpectedOne(String expected, String actual, String hint) {
        String wanted = "x" + expected.replace('\'', '"') + " 7\n";
        String found = "x" + actual.replace('\'', '"') + " 7\n";

        assertReport(
                wanted,
                found,
                "metrics are not as expected: 1 family different (- expected, + actual)\n\n"
                        + "x: 1 series missing, 1 series unexpected\n"
                        + "  - " + wanted
                        + (hint == null ? "" : "      " + hint.replace('\'', '"') + "\n")
                        + "  + " + found.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jobs_total  | job_total       | missing, found with a similar name: job_total
            jobs_total  | app_jobs_total  | missing, found with a similar name: app_jobs_total
            jobs        | jobs_total      | missing, found with a similar name: jobs_total
            queue_depth | waiting         | missing, found with another name: waiting
            up          | in              | missing, found with another name: in
            """)
    void aMissingFamilyIsComparedWithAnUnexpectedOne(String expected, String actual, String title) {
        assertThatThrownBy(() -> assertThatMetrics(GatheredMetrics.parse(actual + "{a=\"b\"} 7\n"))
                        .isEqualTo(expected + "{a=\"b\"} 7\n"))
                .hasMessageContaining("\n\n" + expected + ": " + title + "\n  - ");
    }

    @Test
    void aLineOfAHistogramNeedsItsType() {
        GatheredMetrics actual =
                GatheredMetrics.parse("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\nh_sum 2\nh_count 3\n");

        assertThatMetrics(actual).contains("# TYPE h histogram\nh_count 3\n");
        assertThatThrownBy(() -> assertThatMetrics(actual).contains("h_count 3\n"))
                .hasMessage("""
                metrics are not as expected: 1 family missing (- expected, + actual)

                h_count: missing, found as a line of the histogram h, expected "# TYPE h histogram" in front of it
                  - h_count 3""");
    }

    @Test
    void aFamilyOfAnotherTypeOrWithOtherValuesIsNoHint() {
        assertReport("# TYPE depth gauge\ndepth 7\n", "# TYPE a counter\na 7\n# TYPE b gauge\nb 8\n", """
                metrics are not as expected: 1 family missing, 2 families unexpected (- expected, + actual)

                a: unexpected
                  + a 7

                b: unexpected
                  + b 8

                depth: missing
                  - depth 7""");
    }

    @Test
    void longListsAreCutAndTheRestIsCounted() {
        String expected = lines(25, "missing_%02d 1\n")
                + lines(25, "both{missing=\"%02d\"} 1\n")
                + lines(25, "both{value=\"%02d\"} 1\n");
        String actual = lines(25, "both{other=\"%02d\"} 9\n") + lines(25, "both{value=\"%02d\"} 2\n");

        assertThatThrownBy(
                        () -> assertThatMetrics(GatheredMetrics.parse(actual)).isEqualTo(expected))
                .message()
                .contains("\nboth: 25 differences, 25 series missing, 25 series unexpected\n")
                .contains("  both{value=\"20\"}  - 1  + 2\n  ... 5 more differences\n")
                .contains("\n  - both{missing=\"20\"} 1\n", "\n  ... 5 more - series\n")
                .contains("\n  + both{other=\"20\"} 9\n  ... 5 more + series\n")
                .contains("\nmissing_19: missing\n")
                .endsWith("\n\n... 6 more families")
                .doesNotContain("missing_20", "{missing=\"21\"}", "{other=\"21\"}", "{value=\"21\"}");
    }

    private static String lines(int count, String format) {
        return IntStream.rangeClosed(1, count).mapToObj(format::formatted).collect(Collectors.joining());
    }

    @Test
    void similarNamesAreSoughtForTheFamiliesThatAreShownOnly() {
        List<WrittenFamily> expected = untypedFamilies("a%02d_requests", 25);
        List<WrittenFamily> actual = untypedFamilies("a%02d_requests_total", 25);
        List<String> names = actual.stream().map(WrittenFamily::name).toList();

        assertThat(MetricsDiff.compare(expected, actual, names))
                .filteredOn(diff -> !diff.hint().isEmpty())
                .hasSize(20)
                .first()
                .extracting(FamilyDiff::hint)
                .isEqualTo("found with a similar name: a00_requests_total");
    }

    private static List<WrittenFamily> untypedFamilies(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new WrittenFamily(name.formatted(i), "untyped", "", "", List.of()))
                .toList();
    }
}
