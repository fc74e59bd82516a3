package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code contains} expects only those samples of a histogram or a summary that the text has. */
class ContainedSamplesTest {
    private static final GatheredMetrics ACTUAL = GatheredMetrics.parse("""
            # TYPE latency histogram
            latency_bucket{zone="eu",le="0.1"} 1
            latency_bucket{zone="eu",le="1.0"} 2 # {trace="a # {"} 0.5
            latency_bucket{zone="eu",le="+Inf"} 3
            latency_sum{zone="eu"} 5.55
            latency_count{zone="eu"} 3
            latency_created{zone="eu"} 17
            # TYPE "size.bytes" gaugehistogram
            {"size.bytes_bucket",le="8.0"} 1 0.005
            {"size.bytes_bucket",le="+Inf"} 2 0.005
            {"size.bytes_gsum"} 20 0.005
            {"size.bytes_gcount"} 2 0.005
            {"size.bytes_bucket",le="8.0"} 3 0.006
            {"size.bytes_bucket",le="+Inf"} 4 0.006
            {"size.bytes_gsum"} 40 0.006
            {"size.bytes_gcount"} 4 0.006
            # TYPE wait summary
            wait{quantile="0.5"} 2
            wait{quantile="0.99"} 3
            wait_sum 6
            wait_count 3
            wait_created 17
            # EOF
            """);

    /** A text made of samples that are separated by semicolons and have single quotes. */
    private static String text(String samples) {
        return """
                # TYPE latency histogram
                # TYPE "size.bytes" histogram
                # TYPE wait summary
                """ + samples.replace('\'', '"').replace("; ", "\n");
    }

    private static String openMetrics(String type, String samples) {
        return "# TYPE " + (type + '\n' + samples).replace('\'', '"').replace("; ", "\n") + "\n# EOF";
    }

    private static void assertReport(String expected, String diff) {
        assertThatThrownBy(() -> assertThatMetrics(ACTUAL).contains(expected))
                .isInstanceOf(AssertionError.class)
                .hasMessage("metrics are not as expected: 1 family different (- expected, + actual)\n\n"
                        + diff.replace('\'', '"').replace("; ", "\n  "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latency_count{zone='eu'} 3",
                "latency_sum{zone='eu'} 5.55",
                "latency_bucket{zone='eu',le='0.1'} 1",
                "latency_bucket{zone='eu',le='+Inf'} 3",
                "latency_bucket { le = 'infinity' , zone='eu', }\t3.0",
                "latency_bucket{zone='eu',le='1e0'} 2; latency_count{zone='eu'} 3",
                "latency_sum{zone='eu'} 5.55; latency_bucket{zone='eu',le='1'} 2",
                "{'size.bytes_count'} 4 6",
                "{'size.bytes_sum'} 20 5; {'size.bytes_bucket',le='8'} 3 6",
                "wait_count 3",
                "wait_sum 6",
                "wait{quantile='0.99'} 3; wait{quantile='.50'} 2",
                "wait{quantile='0.99'} 3; latency_count{zone='eu'} 3; wait_sum 6",
            })
    void whatATextLeavesOutIsNotCompared(String samples) {
        assertThatMetrics(ACTUAL).contains(text(samples));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            latency_count{zone='eu'} 4          | latency_count{zone='eu'}  - 4  + 3
            latency_sum{zone='eu'} NaN          | latency_sum{zone='eu'}  - NaN  + 5.55
            latency_bucket{zone='eu',le='.1'} 7 | latency_bucket{zone='eu',le='0.1'}  - 7  + 1
            latency_bucket{zone='eu',le='2'} 3  | latency_bucket{zone='eu',le='2'}  - 3  + none
            latency_bucket{zone='eu',le='Inf'} 7| latency_bucket{zone='eu',le='+Inf'}  - 7  + 3
            wait_count 0                        | wait_count  - 0  + 3
            wait_sum NaN                        | wait_sum  - NaN  + 6
            wait{quantile='0.5'} 3              | wait{quantile='0.5'}  - 3  + 2
            """)
    void aSampleThatATextHasIsCompared(String sample, String change) {
        String family = sample.substring(0, sample.startsWith("wait") ? 4 : 7);

        assertReport(text(sample), family + ": 1 difference\n  " + change);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            latency histogram         | latency_bucket{zone='eu',le='+Inf'} 3
            latency histogram         | latency_created{zone='eu'} 17; latency_bucket{zone='eu',le='+Inf'} 3
            latency histogram         | latency_bucket{le='1.0',zone='eu'} 2 # {trace='a # {'} 0.5; \
            latency_bucket{zone='eu',le='+Inf'} 3
            latency histogram         | latency_bucket{zone='eu',le='+Inf'} 3; latency_sum{zone='eu'} 5.55; \
            latency_count{zone='eu'} 3
            'size.bytes' gaugehistogram | {'size.bytes_bucket',le='+Inf'} 2 0.005
            'size.bytes' gaugehistogram | {'size.bytes_bucket',le='inf'} 4 6e-3; {'size.bytes_gcount'} 4 6e-3; \
            {'size.bytes_gsum'} 40 6e-3
            wait summary              | wait_count 3
            wait summary              | wait_sum 6.0
            wait summary              | wait{quantile='0.5'} 2; wait_created 17
            """)
    void whatOpenMetricsLeavesOutIsNotCompared(String type, String samples) {
        assertThatMetrics(ACTUAL).contains(openMetrics(type, samples));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            latency histogram | latency_bucket{zone='eu',le='+Inf'} 4 | latency: 1 difference; \
            latency_bucket{zone='eu',le='+Inf'}  - 4  + 3
            latency histogram | latency_bucket{zone='eu',le='+Inf'} 3; latency_sum{zone='eu'} NaN; \
            latency_count{zone='eu'} 3 | latency: 1 difference; latency_sum{zone='eu'}  - NaN  + 5.55
            'size.bytes' gaugehistogram | {'size.bytes_bucket',le='+Inf'} 2 0.005; {'size.bytes_gsum'} 21 0.005; \
            {'size.bytes_gcount'} 2 0.005 | size.bytes: 1 difference; {'size.bytes_sum'}  - 21.0 0.005  + 20.0 0.005
            wait summary      | wait_count 4 | wait: 1 difference; wait_count  - 4  + 3
            wait summary      | wait_sum NaN | wait: 1 difference; wait_sum  - NaN  + 6.0
            wait summary      | wait_sum 6; wait_created 18 | wait: 1 difference; wait_created  - 18.0  + 17.0
            """)
    void aSampleThatOpenMetricsHasIsCompared(String type, String samples, String report) {
        assertReport(openMetrics(type, samples), report);
    }

    @Test
    void aFamilyCalledLikeAPartOfAnotherIsNoPartOfIt() {
        String header = "# TYPE x histogram\n# TYPE x_count gauge\n";
        GatheredMetrics both = GatheredMetrics.parse(header + "x_bucket{le=\"1\"} 2\nx_sum 3\nx_count 5\n");

        assertThatMetrics(both).contains(header + "x_sum 3\nx_count 5\n");
    }

    @Test
    void aReportCountsAndShowsWhatTheTextHas() {
        assertReport(text("latency_count{zone='eu'} 3; latency_count{zone='us'} 4"), """
                latency: 1 series missing, 1 series as expected
                  - latency_count{zone="us"} 4""");
    }

    @Test
    void wholeMetricsAreEqualOrNot() {
        assertThatThrownBy(() -> assertThatMetrics(ACTUAL).named("wait").isEqualTo(text("wait_count 3")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        metrics are not as expected: 1 family different (- expected, + actual)

                        wait: 3 differences
                          wait{quantile="0.5"}   - none  + 2
                          wait{quantile="0.99"}  - none  + 3
                          wait_sum               - none  + 6""");
    }
}
